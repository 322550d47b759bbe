import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { FaultRequestSchema } from './faults.ts';
import type { HardwareSimulator } from './hardware-simulator.ts';

interface Answer {
  status: number;
  body: unknown;
}

const SaySchema = z.strictObject({
  message: z.looseObject({ type: z.string().min(1) }),
  client_id: z.string().optional(),
});
const RestartSchema = z.strictObject({ down_ms: z.int().min(0).max(600_000) });
const MOST_BYTES = 64 * 1024;

const read = async <T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> => {
  const length = Number(request.headers['content-length']);
  if (!(length <= MOST_BYTES))
    throw new z.ZodRealError([
      {
        code: 'custom',
        path: [],
        message: `Send ${MOST_BYTES} bytes at most, and say how many.`,
      },
    ]);
  return schema.parse(JSON.parse(await text(request)));
};

const setFault = async (
  simulator: HardwareSimulator,
  request: IncomingMessage,
): Promise<Answer> => {
  const { fault, for_ms } = await read(request, FaultRequestSchema);
  // Closing the port must not swallow the answer that says so.
  simulator.later(() => simulator.setFaultFor(fault, for_ms));
  return { status: 200, body: { fault } };
};

const answer = async (
  simulator: HardwareSimulator,
  request: IncomingMessage,
): Promise<Answer> => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /simulator/clients':
      return { status: 200, body: simulator.clients };
    case 'GET /simulator/received':
      return { status: 200, body: simulator.received };
    case 'PUT /simulator/fault':
      return setFault(simulator, request);
    case 'POST /simulator/say': {
      const { message, client_id } = await read(request, SaySchema);
      simulator.say(message, client_id);
      return { status: 200, body: { clients: simulator.clients.length } };
    }
    case 'POST /simulator/restart': {
      const { down_ms } = await read(request, RestartSchema);
      simulator.later(() => simulator.restart(down_ms));
      return { status: 202, body: { down_ms } };
    }
    default:
      return {
        status: 404,
        body: { message: 'A WebSocket is at /ws/game/{game_id}/; /simulator/* is for tests.' },
      };
  }
};

/** `/simulator/*`: what a test in another process, or a person with curl, asks of the simulator itself. Never rejects. */
export const answerControl = async (
  simulator: HardwareSimulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  let answered: Answer;
  try {
    // No page of another site may move it.
    if (request.headers.origin !== undefined)
      answered = { status: 403, body: { message: 'Browsers are not served here.' } };
    else answered = await answer(simulator, request);
  } catch (error) {
    const message =
      error instanceof z.ZodError ? z.prettifyError(error) : 'The body has to be JSON.';
    answered = { status: 400, body: { message } };
  }
  response.writeHead(answered.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answered.body));
};

import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { FaultsRequestSchema, type FaultSwitch } from './faults.ts';
import type { HttpAnswer } from './http-api.ts';
import type { ReceivedLog } from './received-log.ts';

const json = (value: unknown, status = 200): HttpAnswer => ({
  status,
  text: JSON.stringify(value),
  type: 'json',
});

const setFaults = async (
  request: IncomingMessage,
  faults: FaultSwitch,
): Promise<HttpAnswer> => {
  let given: unknown;
  try {
    given = JSON.parse(await text(request));
  } catch {
    return json({ message: 'The body must be JSON, such as {"http":"stall"}.' }, 400);
  }
  const parsed = FaultsRequestSchema.safeParse(given);
  if (!parsed.success) return json({ message: z.prettifyError(parsed.error) }, 400);
  const { for_ms, ...wanted } = parsed.data;
  // Closing the port must not swallow the answer that says so.
  if (wanted.http === 'refuse') faults.setLater(wanted, for_ms);
  else await faults.set(wanted, for_ms);
  return json(wanted);
};

/** `/simulator/*`: what a test in another process asks of the simulator itself. Null where it knows no such path. */
export const createControlApi =
  (log: ReceivedLog, faults: FaultSwitch) =>
  async (request: IncomingMessage): Promise<HttpAnswer | null> => {
    switch (`${request.method} ${request.url}`) {
      case 'GET /simulator/received':
        return json(log.entries);
      case 'DELETE /simulator/received':
        log.clear();
        return { status: 204, text: '' };
      case 'GET /simulator/faults':
        return json(faults.current);
      case 'PUT /simulator/faults':
        return setFaults(request, faults);
      default:
        return null;
    }
  };

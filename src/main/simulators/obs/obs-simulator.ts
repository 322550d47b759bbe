import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { RequestRefusal } from './fields.ts';
import { ObsModel } from './obs-model.ts';

/**
 * What may go wrong on purpose. `greeting: 'silent'`: it takes connections and never says Hello; `auth: 'refuse'`: no
 * password is right; `request`: it never answers, closes the connection, or answers with an error.
 */
export const ObsFaultsSchema = z.strictObject({
  greeting: z.enum(['silent', 'garbage']).nullish(),
  auth: z.literal('refuse').nullish(),
  request: z.enum(['silent', 'drop', 'error', 'huge']).nullish(),
});
export type ObsFaults = z.infer<typeof ObsFaultsSchema>;

/** One request that arrived, and what became of it. */
export interface ObsReceived {
  requestType: string;
  requestData: Record<string, unknown>;
  code: number;
}

export interface ObsSimulatorOptions {
  host?: string | undefined;
  /** 0, as by default, takes any free port. */
  port?: number | undefined;
  /** Absent: nobody has to sign in. */
  password?: string | undefined;
  faults?: ObsFaults | undefined;
  log: Log;
}

/** A double of OBS Studio's obs-websocket 5 on a real socket. */
export interface ObsSimulator {
  readonly host: string;
  readonly port: number;
  readonly model: ObsModel;
  /** The newest 10,000 requests, oldest first. */
  readonly received: readonly ObsReceived[];
  /** How many have signed in, ever. */
  readonly sessions: number;
  setFaults(faults: ObsFaults): void;
  /** Ends every session as the Kick button of OBS does. */
  kick(): void;
  close(): Promise<void>;
}

const KEPT = 10_000;
const MESSAGE_BYTES = 16 * 1024 * 1024;

const MessageSchema = z.object({
  op: z.int(),
  d: z.looseObject({
    rpcVersion: z.number().optional(),
    authentication: z.string().optional(),
    requestType: z.string().optional(),
    requestId: z.string().optional(),
    requestData: z.record(z.string(), z.unknown()).nullish(),
  }),
});
type Said = z.infer<typeof MessageSchema>['d'];

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

const read = (text: string): z.infer<typeof MessageSchema> | null => {
  try {
    return MessageSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** One client, from its Hello to its end. */
class Session {
  readonly #socket: WebSocket;
  readonly #room: Room;
  readonly #salt = randomBytes(32).toString('base64');
  readonly #challenge = randomBytes(32).toString('base64');
  #isIn = false;

  constructor(socket: WebSocket, room: Room) {
    this.#socket = socket;
    this.#room = room;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#hear(data.toString('utf8')));
    const { greeting } = room.faults;
    if (greeting === 'silent') return;
    if (greeting === 'garbage') socket.send('hello?');
    else this.#hello();
  }

  #say(op: number, d: unknown): void {
    this.#socket.send(JSON.stringify({ op, d }));
  }

  #hello(): void {
    this.#say(0, {
      obsStudioVersion: '31.0.0',
      obsWebSocketVersion: '5.5.4',
      rpcVersion: 1,
      ...(this.#room.password !== undefined && {
        authentication: { challenge: this.#challenge, salt: this.#salt },
      }),
    });
  }

  #hear(text: string): void {
    const message = read(text);
    if (!message) this.#socket.close(4002, 'The message could not be read.');
    else if (message.op === 1 && !this.#isIn) this.#identify(message.d);
    else if (message.op === 1) this.#socket.close(4008, 'You are already identified.');
    else if (!this.#isIn) this.#socket.close(4007, 'You must identify first.');
    else if (message.op === 6) this.#request(message.d);
    else this.#socket.close(4006, 'Unknown op code.');
  }

  #identify({ rpcVersion, authentication }: Said): void {
    const { password, faults } = this.#room;
    if (rpcVersion !== 1) this.#socket.close(4010, 'Unsupported RPC version.');
    else if (
      faults.auth === 'refuse' ||
      (password !== undefined &&
        authentication !== digest(digest(password + this.#salt) + this.#challenge))
    )
      this.#socket.close(4009, 'Authentication failed.');
    else {
      this.#isIn = true;
      this.#room.sessions += 1;
      this.#say(2, { negotiatedRpcVersion: 1 });
    }
  }

  #request({ requestType = '', requestId = '', requestData }: Said): void {
    const { model, faults } = this.#room;
    const note = (code: number): void =>
      this.#room.note({ requestType, requestData: requestData ?? {}, code });
    if (faults.request === 'silent' || faults.request === 'drop') {
      note(0);
      if (faults.request === 'drop') this.#socket.terminate();
      return;
    }
    const answer = (code: number, comment?: string, responseData?: unknown): void => {
      note(code);
      const requestStatus = { result: code === 100, code, ...(comment && { comment }) };
      this.#say(7, {
        requestType,
        requestId,
        requestStatus,
        ...(responseData !== undefined && { responseData }),
      });
    };
    if (faults.request === 'huge')
      answer(100, undefined, { text: 'x'.repeat(2 * 1024 * 1024) });
    else if (faults.request === 'error') answer(205, 'The simulator was told to fail.');
    else
      try {
        const data = model.perform(requestType, requestData ?? {});
        answer(100, undefined, data ?? undefined);
      } catch (error) {
        if (!(error instanceof RequestRefusal)) throw error;
        answer(error.code, error.message);
      }
  }
}

interface Room {
  readonly model: ObsModel;
  readonly password: string | undefined;
  faults: ObsFaults;
  sessions: number;
  note(received: ObsReceived): void;
}

/** Rejects with the system's error where the port is taken; nothing is left open then. */
export const createObsSimulator = async (
  options: ObsSimulatorOptions,
): Promise<ObsSimulator> => {
  const { host = '127.0.0.1', log, password } = options;
  const received: ObsReceived[] = [];
  const room: Room = {
    model: new ObsModel(),
    password,
    faults: options.faults ?? {},
    sessions: 0,
    note(entry) {
      received.push(entry);
      if (received.length > KEPT) received.shift();
    },
  };
  const server = createServer((_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain' });
    response.end('Upgrade Required');
  });
  const sockets = new WebSocketServer({ server, maxPayload: MESSAGE_BYTES });
  sockets.on('connection', (socket) => new Session(socket, room));
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  sockets.on('error', (error) => log.error({ error }, 'the OBS simulator has a fault'));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    host,
    port,
    model: room.model,
    received,
    get sessions() {
      return room.sessions;
    },
    setFaults(faults) {
      room.faults = faults;
    },
    kick() {
      for (const socket of sockets.clients) socket.close(4011, 'Kicked.');
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      const closed = server.listening ? once(server, 'close') : null;
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

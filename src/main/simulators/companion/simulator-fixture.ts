import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import {
  createCompanionSimulator,
  type CompanionSimulator,
  type CompanionSimulatorOptions,
} from './companion-simulator.ts';

/** A simulator on free ports that the test's end closes. */
export const startSimulator = async (
  options: Partial<CompanionSimulatorOptions> = {},
): Promise<CompanionSimulator> => {
  const simulator = await createCompanionSimulator({
    clock: systemClock,
    log: createLog('silent'),
    ...options,
  });
  onTestFinished(() => simulator.close());
  return simulator;
};

export interface LineClient {
  socket: Socket;
  send(text: string): void;
  /** The next line, unsolicited ones included; `(closed)` when there is no more. */
  line(): Promise<string>;
}

/** A TCP client that reads lines; the test's end closes it. */
export const connectLines = async (port: number): Promise<LineClient> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  onTestFinished(() => {
    socket.destroy();
  });
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  return {
    socket,
    send: (text) => void socket.write(text),
    line: async () => {
      try {
        const next = await lines.next();
        return next.done ? '(closed)' : next.value;
      } catch {
        return '(closed)';
      }
    },
  };
};

/** Sends datagrams from one socket and counts what comes back; the test's end closes it. */
export const openDatagrams = (
  port: number,
): { send(data: string | Uint8Array): Promise<void>; answers: Buffer[] } => {
  const socket = createSocket('udp4');
  const answers: Buffer[] = [];
  socket.on('message', (message) => answers.push(message));
  onTestFinished(() => {
    socket.close();
  });
  return {
    answers,
    send: (data) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      socket.send(data, port, '127.0.0.1', (error) => (error ? reject(error) : resolve()));
      return promise;
    },
  };
};

/** A deadline for a wait of a test. */
export const soon = (): AbortSignal => AbortSignal.timeout(2000);

import { once } from 'node:events';
import { expect, onTestFinished, vi } from 'vitest';
import type {
  HardwareClientStatus,
  HardwareConnectionInput,
  HardwareMessage,
} from '#shared/contract/hardware.ts';
import { createLog } from '../log.ts';
import {
  createHardwareSimulator,
  type HardwareSimulator,
  type HardwareSimulatorOptions,
} from '../simulators/hardware/hardware-simulator.ts';
import { statusWhere } from './status-where.ts';
import { createHardwareClient, type HardwareCallbacks } from './create-hardware-client.ts';
import type { HardwareParts, HardwareWebSocketClient } from './hardware-websocket-client.ts';

export { statusWhere };

/** What nothing here takes, even on a machine that others are at work on. */
const LONGEST_MS = 15_000;
vi.setConfig({ testTimeout: 2 * LONGEST_MS });

/** As `expect.poll`, with the patience of everything here. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: LONGEST_MS });

/** A backend on loopback that ends with the test. It pings nobody by itself. */
export const simulateBackend = async (
  options: Partial<HardwareSimulatorOptions> = {},
): Promise<HardwareSimulator> => {
  const backend = await createHardwareSimulator({
    pingEveryMs: 0,
    log: createLog('silent'),
    ...options,
  });
  onTestFinished(() => backend.close());
  return backend;
};

export const at = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;

type Given = HardwareCallbacks<HardwareMessage> & Partial<HardwareParts<HardwareMessage>>;

/** A client that is not started yet, and stops with the test. */
export const makeClient = (
  settings: Partial<HardwareConnectionInput> & { host: string },
  given: Given = {},
): HardwareWebSocketClient => {
  const client = createHardwareClient(
    { client_id: 'a', client_type: 'buzzer', game_id: 7, ...settings },
    { log: createLog('silent'), ...given },
  );
  onTestFinished(() => client.stop());
  return client;
};

/** Starts it and resolves when it is open. */
export const opened = async (
  client: HardwareWebSocketClient,
): Promise<HardwareClientStatus> => {
  client.start();
  return statusWhere(client, ({ state }) => state === 'open');
};

/** Resolves with the next message of that type that the backend gets. */
export const receivedBy = async (
  backend: HardwareSimulator,
  type: string,
): Promise<Record<string, unknown>> => {
  const late = AbortSignal.timeout(LONGEST_MS);
  for (;;) {
    const [{ message }] = await once(backend.events, 'received', { signal: late });
    if (message?.['type'] === type) return message;
  }
};

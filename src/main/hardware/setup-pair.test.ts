import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { HardwareSimulator } from '../simulators/hardware/hardware-simulator.ts';
import type { HardwareWebSocketClient } from './hardware-websocket-client.ts';
import { at, makeClient, opened, simulateBackend, statusWhere } from './hardware-fixture.ts';

/** The same numbers for the same seed, 0 to 1. */
const numbers = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
};

/** Hooks that take their time, and throw now and then. */
const hooksThat = (random: () => number) => {
  const seen: string[] = [];
  const hook = (name: string) => async (): Promise<void> => {
    seen.push(`${name} begins`);
    await turns(Math.floor(random() * 30));
    seen.push(`${name} ends`);
    if (random() < 0.2) throw new Error(`${name} failed`);
  };
  return { seen, setup: hook('setup'), teardown: hook('teardown') };
};

const steps = (
  client: HardwareWebSocketClient,
  backends: readonly HardwareSimulator[],
): (() => unknown)[] => [
  () => client.start(),
  () => client.start(),
  () => client.stop(),
  () => Promise.all([client.stop(), client.stop()]),
  () => {
    void client.stop();
    client.start();
  },
  ...backends.flatMap((backend) => [
    () => backend.closeAll(1011, 'It broke.'),
    () => backend.setFault('drop'),
    () => backend.setFault('refuse'),
    () => backend.setFault(null),
  ]),
];

test.each([1, 2, 3, 4, 5, 6])(
  'setup and teardown come one for one and one after the other, whatever happens (%d)',
  async (seed) => {
    const random = numbers(seed);
    const backends = [await simulateBackend(), await simulateBackend()];
    const [first, second] = backends;
    const { seen, ...hooks } = hooksThat(random);
    const client = makeClient(
      {
        host: first ? at(first) : '',
        backends: second && seed % 2 === 0 ? [{ host: at(second) }] : [],
        backend_mode: 'all',
        backoff_initial_ms: 10,
        backoff_max_ms: 10,
        connect_timeout_ms: 200,
      },
      { ...hooks, random },
    );
    const possible = steps(client, backends);
    for (let step = 0; step < 80; step += 1) {
      // What it comes to is not waited for: the next step falls into the middle of it.
      void possible[Math.floor(random() * possible.length)]?.();
      await turns(Math.floor(random() * 80));
    }
    await client.stop();
    expect(client.status().state).toBe('stopped');
    expect(seen.length).toBeGreaterThan(8);
    const pair = ['setup begins', 'setup ends', 'teardown begins', 'teardown ends'];
    expect(seen).toEqual(seen.map((_, index) => pair[index % 4]));
    expect(seen.length % 4).toBe(0);
  },
);

test('a backend that is gone while the hardware is set up: what was set up is torn down, then set up anew', async () => {
  const backend = await simulateBackend();
  const seen: string[] = [];
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const client = makeClient(
    { host: at(backend) },
    {
      setup: async () => {
        seen.push('setup');
        begun.resolve();
        await gate.promise;
      },
      teardown: () => void seen.push('teardown'),
    },
  );
  client.start();
  await begun.promise;
  await backend.setFault('refuse');
  gate.resolve();
  await statusWhere(client, ({ attempts }) => attempts >= 2);
  expect(seen).toEqual(['setup', 'teardown']);
  await backend.setFault(null);
  await opened(client);
  await client.stop();
  expect(seen).toEqual(['setup', 'teardown', 'setup', 'teardown']);
});

test('a stop while the hardware is set up is told to the setup, and waited for', async () => {
  const backend = await simulateBackend();
  const seen: string[] = [];
  const begun = Promise.withResolvers<void>();
  const client = makeClient(
    { host: at(backend) },
    {
      setup: async (signal) => {
        begun.resolve();
        await new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve());
        });
        seen.push('setup was told');
      },
      teardown: () => void seen.push('teardown'),
    },
  );
  client.start();
  await begun.promise;
  await client.stop();
  expect(seen).toEqual(['setup was told', 'teardown']);
});

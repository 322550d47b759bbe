import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createHardwareClient } from '../src/main/hardware/create-hardware-client.ts';
import type { HardwareWebSocketClient } from '../src/main/hardware/hardware-websocket-client.ts';
import { liveOneDay } from '../src/main/hardware/one-day-double.ts';
import { createLog } from '../src/main/log.ts';
import { startChild } from './child.ts';
import { figure, type Figure } from './figure.ts';

const CROWD = 200;
const AWAY_MS = 3000;
const WINDOW_MS = 100;
const SILENT = 20;
const LONGEST_MS = 60_000;
const Listening = z.object({ host: z.string(), port: z.int() });

/** The simulated backend in a process of its own, told over HTTP what to do. */
const startBackend = async () => {
  const child = await startChild(['src/main/simulators/hardware/cli.ts', '--json', '--port=0']);
  const { host, port } = Listening.parse(child.line);
  const tell = async (method: 'POST' | 'PUT', path: string, body: object): Promise<void> => {
    const answer = await fetch(`http://${host}:${port}/simulator/${path}`, {
      method,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`);
  };
  return { host: `${host}:${port}`, tell, stop: () => child.stop() };
};

interface Member {
  client: HardwareWebSocketClient;
  lostAt: number | null;
  backAt: number | null;
}

const member = (host: string, index: number): Member => {
  const one: Member = {
    lostAt: null,
    backAt: null,
    client: createHardwareClient(
      { client_id: `bench_${index}`, client_type: 'bench', host, game_id: 1 },
      {
        log: createLog('silent'),
        on_connected: () => {
          if (one.lostAt !== null) one.backAt ??= performance.now();
        },
        on_disconnected: () => {
          one.lostAt ??= performance.now();
        },
      },
    ),
  };
  return one;
};

const until = async (is: () => boolean): Promise<void> => {
  const from = performance.now();
  while (!is()) {
    if (performance.now() - from > LONGEST_MS) throw new Error('It never came to that.');
    await sleep(20);
  }
};

/** The most that lie within one window of the sorted moments. */
const busiest = (sorted: readonly number[], windowMs: number): number =>
  Math.max(
    ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + windowMs).length),
  );

const withMembers = async <T>(
  count: number,
  apartMs: number,
  use: (
    members: readonly Member[],
    tell: Awaited<ReturnType<typeof startBackend>>['tell'],
  ) => Promise<T>,
): Promise<T> => {
  const backend = await startBackend();
  const members = Array.from({ length: count }, (_, index) => member(backend.host, index));
  try {
    for (const { client } of members) {
      client.start();
      await sleep(apartMs);
    }
    await until(() => members.every(({ client }) => client.status().state === 'open'));
    return await use(members, backend.tell);
  } finally {
    await Promise.all(members.map(({ client }) => client.stop()));
    await backend.stop();
  }
};

/** 200 clients lose one backend, which is back after 3 s: when the last is there again, and how they spread. */
export const hardwareReconnectFigures = (): Promise<Figure[]> =>
  withMembers(CROWD, 0, async (members, tell) => {
    // Connections that lasted, so that the first wait is the shortest.
    await sleep(5500);
    await tell('POST', 'restart', { down_ms: AWAY_MS });
    await until(() => members.every(({ backAt }) => backAt !== null));
    const lostAt = Math.min(...members.map((one) => one.lostAt ?? Number.NaN));
    const back = members
      .map((one) => (one.backAt ?? Number.NaN) - lostAt)
      .toSorted((a, b) => a - b);
    const last = (back.at(-1) ?? Number.NaN) / 1000;
    const share = (busiest(back, WINDOW_MS) / CROWD) * 100;
    const span = (back.at(-1) ?? Number.NaN) - (back[0] ?? Number.NaN);
    return [
      figure({
        name: 'hardware.reconnect',
        value: last,
        unit: `s from the loss, the last of ${CROWD}`,
        raw: AWAY_MS / 1000,
        goal: '≤ 6 s, back after 3 s',
        ok: last <= 6,
      }),
      figure({
        name: 'hardware.reconnect.busiest',
        value: share,
        unit: `% of them in one ${WINDOW_MS} ms`,
        raw: (WINDOW_MS / span) * 100,
        goal: '≤ 25 %',
        ok: share <= 25,
      }),
    ];
  });

/** A backend that says nothing more and does not close: when the last of the clients has found out. */
export const hardwareHalfOpenFigures = (): Promise<Figure[]> =>
  // Spread over one beat, so that each phase of it is met.
  withMembers(SILENT, 250, async (members, tell) => {
    await tell('PUT', 'fault', { fault: 'half_open' });
    const from = performance.now();
    await until(() => members.every(({ lostAt }) => lostAt !== null));
    const value = (Math.max(...members.map((one) => one.lostAt ?? Number.NaN)) - from) / 1000;
    return [
      figure({
        name: 'hardware.half_open',
        value,
        unit: `s, the last of ${SILENT}`,
        goal: '≤ 12 s',
        ok: value <= 12,
      }),
    ];
  });

/** A day by hand: the timers and listeners that there are more at its end than after its first ping. */
export const hardwareLeakFigures = async (): Promise<Figure[]> => {
  const { first, last, end } = await liveOneDay();
  const more =
    Math.max(0, last.waits - first.waits) + Math.max(0, last.listeners - first.listeners);
  const value = more + end.waits + end.listeners;
  return [
    figure({
      name: 'hardware.leak',
      value,
      unit: 'timers and listeners left by 24 h',
      goal: '0',
      ok: value === 0,
    }),
  ];
};

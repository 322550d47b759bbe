import { getEventListeners, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { HardwareClientStatus } from '#shared/contract/hardware.ts';
import type { Clock } from '../clock.ts';
import { ManualClock } from '../clock-double.ts';
import { createLog } from '../log.ts';
import { createHardwareSimulator } from '../simulators/hardware/hardware-simulator.ts';
import { createHardwareClient } from './create-hardware-client.ts';
import { statusWhere } from './status-where.ts';

/** Time by hand that counts who waits for it. */
export class CountingClock implements Clock {
  waiting = 0;
  readonly #clock = new ManualClock();
  now(): number {
    return this.#clock.now();
  }
  monotonic(): number {
    return this.#clock.monotonic();
  }
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.waiting += 1;
    try {
      await this.#clock.sleep(ms, signal);
    } finally {
      this.waiting -= 1;
    }
  }
  advance(ms: number): Promise<void> {
    return this.#clock.advance(ms);
  }
}

/** What a client holds at one moment. */
export interface Held {
  /** Who waits for the clock. */
  waits: number;
  /** On the signal that ends the client. */
  listeners: number;
  /** Of the whole process. */
  timers: number;
}

export interface OneDay {
  /** After the first ping, after the last one, and after the stop. */
  first: Held;
  last: Held;
  end: Held;
  /** Before the stop. */
  status: HardwareClientStatus;
  life: { pings: number };
}

const HOURS = 24;
const PINGS_PER_HOUR = 720;
const LONGEST_MS = 110_000;

/** A day by hand over real sockets: a ping every 5 s, and every hour a loss, with a message that waits meanwhile. */
export const liveOneDay = async (): Promise<OneDay> => {
  const clock = new CountingClock();
  const log = createLog('silent');
  const backend = await createHardwareSimulator({ pingEveryMs: 0, log });
  const life = { signal: new AbortController().signal, pings: 0 };
  const client = createHardwareClient(
    {
      client_id: 'a',
      client_type: 'day',
      host: `${backend.host}:${backend.port}`,
      game_id: 1,
      outbound: { level: { policy: 'keep_latest', ttl_ms: 1000 } },
    },
    {
      clock,
      log,
      setup: (signal) => {
        life.signal = signal;
      },
    },
  );
  const held = (): Held => ({
    waits: clock.waiting,
    listeners: getEventListeners(life.signal, 'abort').length,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
  });
  const reopen = async (): Promise<void> => {
    for (;;) {
      const { state, next_try_ms } = await statusWhere(client, (s) => s.state !== 'connecting');
      if (state === 'open') break;
      await clock.advance(next_try_ms ?? 0);
    }
    await statusWhere(client, ({ rtt_ms }) => rtt_ms !== null);
  };
  const late = AbortSignal.timeout(LONGEST_MS);
  /** One ping and its answer, which travels over a real socket. */
  const beat = async (): Promise<void> => {
    const answer = once(client.events, 'changed', { signal: late });
    await clock.advance(1500);
    await setImmediate();
    await clock.advance(3500);
    await answer;
    life.pings += 1;
  };
  try {
    client.start();
    await reopen();
    await beat();
    const first = held();
    for (let hour = 0; hour < HOURS; hour += 1) {
      for (let ping = 0; ping < PINGS_PER_HOUR; ping += 1) await beat();
      backend.closeAll(1012, 'Hourly.');
      await statusWhere(client, ({ state }) => state === 'waiting');
      client.send('level', { hour });
      await reopen();
    }
    await beat();
    const last = held();
    const status = client.status();
    await client.stop();
    return { first, last, end: held(), status, life };
  } finally {
    await client.stop();
    await backend.close();
  }
};

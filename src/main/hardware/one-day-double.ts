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
  /** Of others on the client: each `once` that has not come. */
  events: number;
  /** Of the whole process, on its signals and the like. */
  processListeners: number;
  /** Of the whole process. */
  timers: number;
  /** Both ends of every connection, of the whole process. */
  sockets: number;
}

export interface Life {
  /** Aborts when the client is stopped. */
  signal: AbortSignal;
  pings: number;
  setups: number;
  teardowns: number;
  handled: number;
}

export interface OneDay {
  /** After the first ping, after the last one, and after the stop. */
  first: Held;
  last: Held;
  end: Held;
  /** Before the stop. */
  status: HardwareClientStatus;
  life: Life;
}

const HOURS = 24;
const PINGS_PER_HOUR = 720;
const LONGEST_MS = 110_000;
const HANDLER_MS = 100;

const ofProcess = (): number =>
  process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

const resources = (of: string): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === of).length;

/**
 * A day by hand over real sockets: a ping every 5 s. Every hour messages that take their time, a press that is answered
 * for, a connection that dies without a word or with one, a setup that fails, and a message that waits meanwhile.
 */
export const liveOneDay = async (): Promise<OneDay> => {
  const clock = new CountingClock();
  const log = createLog('silent');
  const backend = await createHardwareSimulator({ pingEveryMs: 0, log });
  const life: Life = {
    signal: new AbortController().signal,
    pings: 0,
    setups: 0,
    teardowns: 0,
    handled: 0,
  };
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
        life.setups += 1;
        if (life.setups % 3 === 0) throw new Error('The chip is busy.');
      },
      teardown: () => {
        life.teardowns += 1;
      },
      on_message: async () => {
        await clock.sleep(HANDLER_MS);
        life.handled += 1;
      },
    },
  );
  const held = (): Held => ({
    waits: clock.waiting,
    listeners: getEventListeners(life.signal, 'abort').length,
    events: client.events
      .eventNames()
      .reduce((sum, name) => sum + client.events.listenerCount(name), 0),
    processListeners: ofProcess(),
    timers: resources('Timeout'),
    sockets: resources('TCPSocketWrap'),
  });
  const reopen = async (): Promise<void> => {
    for (;;) {
      const { state, next_try_ms } = await statusWhere(client, (s) => s.state !== 'connecting');
      if (state === 'open') break;
      await clock.advance(next_try_ms ?? 0);
    }
    await statusWhere(client, ({ rtt_ms }) => rtt_ms !== null);
  };
  /** Until it is: a dead connection takes two pings to be found. */
  const lost = async (): Promise<void> => {
    while (client.status().state !== 'waiting') {
      await clock.advance(500);
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    }
  };
  const work = async (hour: number): Promise<void> => {
    const pressed = once(backend.events, 'received', { signal: late });
    client.send('buzzer_pressed', { buzzerId: 'red' });
    await pressed;
    backend.say({ type: 'lamp', hour });
    while (life.handled < hour) {
      await clock.advance(HANDLER_MS);
      await setImmediate();
    }
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
      await work(hour + 1);
      if (hour % 2 === 0) backend.closeAll(1012, 'Hourly.');
      else await backend.setFault('half_open');
      await lost();
      await backend.setFault(null);
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

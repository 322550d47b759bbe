import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

const script = readFileSync(
  new URL('../src/main/store/redis/compare-and-set.lua', import.meta.url),
  'utf8',
);

/** As long as the trace of an execution with one action. */
const RECORD = JSON.stringify({ execution: 'by hand', trace: 'x'.repeat(900) });

const FIELDS = Object.entries({
  execution_id: 'by hand',
  origin: 'operator',
  intent_name: 'x',
  outcome: 'ok',
  latency_ms: '1.25',
  actions_executed: '1',
  room: 'by hand',
}).flat();

/**
 * The same Redis writes as an execution's, with the least code: button state where there is a button,
 * counters, and the audit entry, in one pipeline. The state stands outside the prefixes that the engine in this
 * process watches: it must not spend by hand's time on what by hand writes.
 */
export const byHandRecorder = (redis: Redis) => {
  const states = new Map<string, { text: string; presses: number }>();
  let sha = '';
  return async (button: string | null): Promise<void> => {
    const at = new Date().toISOString();
    const pipeline = redis.pipeline();
    if (button !== null) {
      if (!sha) sha = String(await redis.script('LOAD', script));
      const before = states.get(button) ?? { text: '', presses: 0 };
      const presses = before.presses + 1;
      const text = `{"device_id":"by_hand","button_id":"${button}","state":"idle","last_pressed":"${at}","press_count":${presses},"updated_at":"${at}"}`;
      states.set(button, { text, presses });
      pipeline.evalsha(sha, 1, `bench:by_hand:${button}`, before.text, text);
    }
    pipeline
      .hincrby('mcr:companion:metrics', 'intents_executed', 1)
      .hincrby('mcr:companion:metrics', 'actions_executed', 1)
      .hincrbyfloat('mcr:companion:metrics', 'total_latency_ms', 1.25)
      .xadd('mcr:companion:audit', 'MAXLEN', '~', 100_000, '*', 'at', at, ...FIELDS);
    const results = await pipeline.exec();
    for (const [error] of results ?? []) if (error) throw error;
    // The engine does not wait for its traces either.
    redis.xadd('mcr:companion:trace:ok', '*', 'record', RECORD).catch(() => undefined);
  };
};

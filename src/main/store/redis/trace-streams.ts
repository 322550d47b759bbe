import { setImmediate } from 'node:timers/promises';
import { decodeTime, isValid } from 'ulid';
import { OutcomeSchema, type Execution, type Outcome } from '#shared/contract/execution.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { traceKey } from '../keys.ts';
import { executionOf, recordOf } from '../trace-record.ts';
import type { GroupPipeline } from './group-pipeline.ts';
import type { RedisClient } from './redis-clients.ts';

const OUTCOMES = OutcomeSchema.options;
const FIELD = 'record';
const PAGE = 100;
/** How far the clocks of this machine and of Redis may differ. */
const CLOCK_SLACK_MS = 60_000;
/** How many pages after its own time an execution is looked for: it may have waited for Redis. */
const FORWARD_PAGES = 50;
/** Traces that wait while Redis does not take them. */
const MOST_WAITING = 2000;
const MOST_AT_ONCE = 200;
const GATHER_MS = 20;
/** What is always kept of each outcome, and for how long everything is. */
const LEAST_KEPT = 200;
const KEPT_MS = 3_600_000;
/** A stream's size is looked at after so many bytes of ours, and once a minute while there are any. */
const LOOK_AFTER_BYTES = 1_000_000;
const LOOK_AFTER_MS = 60_000;

type Entry = [id: string, fields: string[]];

const recordIn = ([, fields]: Entry): string | undefined => fields[fields.indexOf(FIELD) + 1];

/**
 * The whole of each execution, by outcome. Written right behind the audit entry and not waited for: nothing that
 * decides hangs on it. Each stream keeps its newest 200 and everything of the last hour, within its bytes.
 */
export class TraceStreams {
  readonly #client: RedisClient;
  readonly #pipeline: GroupPipeline;
  readonly #log: Log;
  readonly #clock: Clock;
  #waiting: Execution[] = [];
  #flushing: Promise<void> | null = null;
  #flushedAt = -Infinity;
  #hurry = new AbortController();
  #maxBytes = 32_000_000;
  readonly #added = new Map<Outcome, { bytes: number; lookedAt: number }>();

  constructor(client: RedisClient, pipeline: GroupPipeline, log: Log, clock: Clock) {
    this.#client = client;
    this.#pipeline = pipeline;
    this.#log = log;
    this.#clock = clock;
  }

  /** `maxBytes`: what the traces of one outcome may take in Redis. */
  add(execution: Execution, maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#waiting.push(execution);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    if (this.#flushing) return;
    this.#flushing = this.#gather();
  }

  /** Resolves when nothing waits any more, or Redis takes nothing. */
  async finish(): Promise<void> {
    this.#hurry.abort();
    this.#hurry = new AbortController();
    if (this.#waiting.length > 0) this.#flushing ??= this.#flush();
    await this.#flushing;
  }

  async find(id: string): Promise<Execution | null> {
    const waiting = this.#waiting.find(({ execution_id }) => execution_id === id);
    // As it will be read back, whether it is written already or not.
    if (waiting) return executionOf(recordOf(waiting));
    if (!isValid(id)) return null;
    const from = Math.max(0, decodeTime(id) - CLOCK_SLACK_MS);
    const found = await Promise.all(OUTCOMES.map((outcome) => this.#findIn(outcome, id, from)));
    return found.find((execution) => execution !== null) ?? null;
  }

  /** Newest first, of all outcomes together. */
  async newest(limit: number): Promise<Execution[]> {
    const streams = await Promise.all(
      OUTCOMES.map((outcome) =>
        this.#client.xrevrange(traceKey(outcome), '+', '-', 'COUNT', limit),
      ),
    );
    const byId = new Map<string, Execution>();
    for (const execution of this.#waiting) byId.set(execution.execution_id, execution);
    for (const entry of streams.flat()) {
      const execution = executionOf(recordIn(entry));
      if (execution) byId.set(execution.execution_id, execution);
    }
    return [...byId.values()]
      .sort((a, b) => (a.execution_id < b.execution_id ? 1 : -1))
      .slice(0, limit);
  }

  async #findIn(outcome: Outcome, id: string, fromMs: number): Promise<Execution | null> {
    let start = String(fromMs);
    for (let page = 0; page < FORWARD_PAGES; page += 1) {
      const entries = await this.#client.xrange(traceKey(outcome), start, '+', 'COUNT', PAGE);
      for (const entry of entries) {
        const record = recordIn(entry);
        if (record?.includes(id) !== true) continue;
        const execution = executionOf(record);
        if (execution?.execution_id === id) return execution;
      }
      const last = entries.at(-1);
      if (!last || entries.length < PAGE) return null;
      start = `(${last[0]}`;
    }
    return null;
  }

  /** A lone trace leaves at once; while many come they are gathered, so that they cost few writes. */
  async #gather(): Promise<void> {
    const rest = this.#flushedAt + GATHER_MS - this.#clock.monotonic();
    if (rest > 0) await this.#clock.sleep(rest, this.#hurry.signal).catch(() => undefined);
    else await setImmediate();
    await this.#flush();
  }

  async #flush(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, MOST_AT_ONCE);
        const entries = batch.map((execution) => {
          const record = recordOf(execution);
          this.#count(execution.outcome, record.length);
          return { key: traceKey(execution.outcome), length: 0, fields: [FIELD, record] };
        });
        const { appended } = await this.#pipeline.send({ commands: [], entries, counts: [] });
        const errors = appended.flatMap(([error]) => error ?? []);
        if (errors.some(({ name }) => name !== 'ReplyError')) return;
        const [told] = errors;
        if (told) this.#log.error({ error: told.message }, 'Redis does not take a trace');
        // What was pushed out meanwhile by newer ones is not at the front any more.
        const written = new Set(batch);
        this.#waiting = this.#waiting.filter((execution) => !written.has(execution));
      }
      await this.#trim();
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'traces wait to be written');
    } finally {
      this.#flushedAt = this.#clock.monotonic();
      this.#flushing = null;
    }
  }

  #count(outcome: Outcome, bytes: number): void {
    const added = this.#added.get(outcome) ?? { bytes: 0, lookedAt: this.#clock.monotonic() };
    added.bytes += bytes;
    this.#added.set(outcome, added);
  }

  async #trim(): Promise<void> {
    const now = this.#clock.monotonic();
    for (const [outcome, added] of this.#added) {
      const due = added.bytes >= LOOK_AFTER_BYTES || now - added.lookedAt >= LOOK_AFTER_MS;
      if (!due) continue;
      this.#added.set(outcome, { bytes: 0, lookedAt: now });
      await this.#trimOne(traceKey(outcome));
    }
  }

  async #trimOne(key: string): Promise<void> {
    const client = this.#client;
    const length = await client.xlen(key);
    if (length > LEAST_KEPT) {
      const newest = await client.xrevrange(key, '+', '-', 'COUNT', LEAST_KEPT);
      const edge = newest.at(-1)?.[0] ?? '0-0';
      const hourAgo = this.#clock.now() - KEPT_MS;
      const isOlder = Number(edge.split('-')[0]) < hourAgo;
      await client.xtrim(key, 'MINID', '~', isOlder ? edge : hourAgo);
    }
    const bytes = (await client.memory('USAGE', key)) ?? 0;
    if (bytes <= this.#maxBytes) return;
    const left = await client.xlen(key);
    // A little less than allowed, so that not every look has to cut again.
    await client.xtrim(key, 'MAXLEN', '~', Math.floor((left * this.#maxBytes * 0.9) / bytes));
  }
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ExecutionSchema, type Execution } from '#shared/contract/execution.ts';
import type { Log } from '../../log.ts';
import type { Recording, RecordReceipt } from '../store.ts';

const at = z.string();
const ButtonChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['press', 'down', 'up']), at }),
  z.object({ kind: z.literal('text'), text: z.string(), at }),
  z.object({ kind: z.literal('color'), color: z.string(), at }),
]);

const WaitingSchema = z.object({
  recording: z.object({
    execution: ExecutionSchema,
    retries: z.number(),
    buttons: z.array(
      z.object({ device_id: z.string(), button_id: z.string(), change: ButtonChangeSchema }),
    ),
    auditMaxEntries: z.number(),
    traceMaxBytes: z.number().default(32_000_000),
  }),
  /** `buttons`: the rest is written already. */
  part: z.enum(['all', 'buttons']),
  /** It was sent and not answered: it may stand in Redis already. */
  doubtful: z.boolean(),
});

/** A recording that could not be written yet. */
export interface Waiting {
  recording: Recording;
  part: 'all' | 'buttons';
  doubtful: boolean;
  /** Told how it went, where somebody waits for that. */
  settle?: (receipt: RecordReceipt) => void;
}

const LIMIT = 10_000;

/** Recordings that wait for Redis, oldest first; past 10,000 the oldest are given up and counted. */
export class Outbox {
  dropped = 0;
  private waiting: Waiting[] = [];
  private readonly file: string | undefined;
  private readonly log: Log;
  constructor(file: string | undefined, log: Log) {
    this.file = file;
    this.log = log;
  }

  get size(): number {
    return this.waiting.length;
  }

  get entries(): readonly Waiting[] {
    return this.waiting;
  }

  /** The execution where it still waits here. */
  execution(id: string): Execution | null {
    const entry = this.waiting.find(({ recording }) => recording.execution.execution_id === id);
    return entry?.recording.execution ?? null;
  }

  add(entry: Waiting): void {
    this.waiting.push(entry);
    if (this.waiting.length <= LIMIT) return;
    const oldest = this.waiting.shift();
    this.dropped += 1;
    this.log.error(
      { execution_id: oldest?.recording.execution.execution_id, dropped: this.dropped },
      'too many executions wait for Redis: the oldest is not kept',
    );
  }

  /** These were written, and got lost: they go before everything that waits. */
  recall(recordings: readonly Recording[]): void {
    const lost = recordings.map((recording): Waiting => ({
      recording,
      part: 'all',
      doubtful: false,
    }));
    this.waiting = [...lost, ...this.waiting];
  }

  /** These are written. */
  done(entries: ReadonlySet<Waiting>): void {
    this.waiting = this.waiting.filter((entry) => !entries.has(entry));
    for (const entry of entries) entry.settle?.('written');
    if (this.waiting.length === 0 && entries.size > 0) this.forgetFile();
  }

  /** Nobody is kept waiting: what is here is written later. */
  release(): void {
    for (const entry of this.waiting) {
      entry.settle?.('waiting');
      delete entry.settle;
    }
  }

  /** Takes in what the last session could not write. It may be there all the same. */
  load(): void {
    for (const line of this.savedLines()) {
      const parsed = parseLine(line);
      if (parsed) this.waiting.push({ ...parsed, doubtful: true });
      else
        this.log.warn({}, 'a line of the saved executions could not be read and is left out');
    }
  }

  /** Keeps what still waits for the next session. */
  save(): void {
    if (this.waiting.length === 0) return;
    if (this.file === undefined) {
      this.log.error({ lost: this.size }, 'executions that waited for Redis are lost');
      return;
    }
    const lines = this.waiting.map(({ recording, part, doubtful }) =>
      JSON.stringify({ recording, part, doubtful }),
    );
    writeFileSync(this.file, `${lines.join('\n')}\n`, { mode: 0o600 });
    this.log.info({ waiting: this.size }, 'executions are kept until Redis is back');
  }

  private savedLines(): string[] {
    if (this.file === undefined) return [];
    try {
      return readFileSync(this.file, 'utf8').split('\n').filter(Boolean);
    } catch {
      return [];
    }
  }

  private forgetFile(): void {
    if (this.file !== undefined) rmSync(this.file, { force: true });
  }
}

const parseLine = (line: string): Waiting | null => {
  try {
    return WaitingSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
};

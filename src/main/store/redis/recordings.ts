import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { StoreChanges } from '../store-changes.ts';
import type { Recording, RecordReceipt } from '../store.ts';
import { presentExecutions } from './audit-stream.ts';
import type { ButtonStates } from './button-states.ts';
import type { Connection } from './connection.ts';
import type { Outbox, Waiting } from './outbox.ts';
import type { GroupPipeline } from './group-pipeline.ts';
import { NotRecorded, Recorder } from './recorder.ts';
import type { TraceStreams } from './trace-streams.ts';

const BATCH = 100;
/** How long closing waits for what is on its way, in milliseconds. */
const FINISH_MS = 2000;

/** Every execution is written once: at once where Redis answers, and else when it is back. */
export class Recordings {
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly recorder: Recorder;
  private readonly traces: TraceStreams;
  private readonly log: Log;
  private readonly counted: (refusal: string | null) => void;
  private readonly underWay = new Set<Promise<unknown>>();
  private flushing: Promise<void> | null = null;
  /** Why Redis, although it is there, did not take the last recording. */
  private refusal: string | null = null;

  /** `counted` is told when the number of waiting recordings, or why they wait, may have changed. */
  constructor(
    connection: Connection,
    buttons: ButtonStates,
    outbox: Outbox,
    changes: StoreChanges,
    log: Log,
    counted: (refusal: string | null) => void,
    traces: TraceStreams,
    pipeline: GroupPipeline,
    roomId: string,
  ) {
    this.traces = traces;
    this.connection = connection;
    this.outbox = outbox;
    this.recorder = new Recorder(
      connection.client,
      pipeline,
      traces,
      buttons,
      changes,
      log,
      roomId,
    );
    this.log = log;
    this.counted = counted;
  }

  record(recording: Recording): Promise<RecordReceipt> {
    if (recording.execution.dry_run) return Promise.resolve('written');
    const entry: Waiting = { recording, part: 'all', doubtful: false };
    // Behind those that wait already: a key's "up" must not be written before its "down".
    const receipt = this.outbox.size > 0 ? this.queue(entry) : this.recordNow(entry);
    this.underWay.add(receipt);
    const forget = () => this.underWay.delete(receipt);
    receipt.then(forget, forget);
    return receipt;
  }

  /** Writes what waits, oldest first, as far as Redis takes it. */
  flush(): void {
    if (this.connection.up) void this.traces.finish();
    if (this.flushing || this.outbox.size === 0 || !this.connection.up) return;
    this.flushing = this.drain()
      .catch((error: unknown) =>
        this.log.warn({ error: String(error) }, 'waiting executions could not be written yet'),
      )
      .finally(() => {
        this.flushing = null;
        this.release();
      });
  }

  /** Nobody waits for Redis any longer. */
  release(): void {
    this.outbox.release();
    this.tell();
  }

  /** Resolves when nothing is on its way any more, within 2 s. */
  async finish(clock: Clock): Promise<void> {
    this.flush();
    const ending = new AbortController();
    const all = Promise.allSettled([...this.underWay, this.flushing]).then(() =>
      this.traces.finish(),
    );
    await Promise.race([all, clock.sleep(FINISH_MS, ending.signal).catch(() => undefined)]);
    ending.abort();
  }

  private tell(): void {
    this.counted(this.outbox.size > 0 ? this.refusal : null);
  }

  private noteFailure(failure: NotRecorded): void {
    this.connection.noteFailure(failure.cause);
    this.refusal = failure.message;
  }

  private async recordNow(entry: Waiting): Promise<RecordReceipt> {
    if (!this.connection.up) return this.queue(entry);
    try {
      return this.keepRest(entry, await this.recorder.write(entry.recording, 'all'));
    } catch (error) {
      if (!(error instanceof NotRecorded)) throw error;
      this.noteFailure(error);
      this.log.warn({ error: error.message }, 'an execution waits to be written');
      entry.doubtful = error.doubtful;
      this.outbox.add(entry);
      this.tell();
      return 'waiting';
    }
  }

  private keepRest({ recording }: Waiting, buttons: Recording['buttons']): RecordReceipt {
    if (buttons.length === 0) return 'written';
    this.outbox.add({
      recording: { ...recording, buttons },
      part: 'buttons',
      doubtful: false,
    });
    this.tell();
    return 'waiting';
  }

  private queue(entry: Waiting): Promise<RecordReceipt> {
    this.outbox.add(entry);
    this.tell();
    if (!this.connection.up) return Promise.resolve('waiting');
    return new Promise((resolve) => {
      entry.settle = resolve;
      this.flush();
    });
  }

  private async drain(): Promise<void> {
    await this.clearDoubts();
    while (this.outbox.size > 0 && this.connection.up) {
      const batch = this.outbox.entries.slice(0, BATCH);
      const results = await Promise.allSettled(batch.map((entry) => this.writeWaiting(entry)));
      const done = new Set(batch.filter((_, index) => results[index]?.status === 'fulfilled'));
      this.outbox.done(done);
      this.tell();
      if (done.size < batch.length) return;
    }
  }

  private async writeWaiting(entry: Waiting): Promise<void> {
    try {
      const buttons = await this.recorder.write(entry.recording, entry.part);
      if (buttons.length === 0) return;
      entry.recording = { ...entry.recording, buttons };
      entry.part = 'buttons';
    } catch (error) {
      if (error instanceof NotRecorded) {
        this.noteFailure(error);
        entry.doubtful ||= error.doubtful && entry.part === 'all';
      }
      throw error;
    }
    throw new Error('a button was not written');
  }

  /** A connection that broke before the answer leaves in doubt whether the entry was written: look. */
  private async clearDoubts(): Promise<void> {
    const doubtful = this.outbox.entries.filter(
      (entry) => entry.doubtful && entry.part === 'all',
    );
    const oldest = Math.min(
      ...doubtful.map(({ recording }) => Date.parse(recording.execution.started_at)),
    );
    if (doubtful.length === 0) return;
    const ids = new Set(doubtful.map(({ recording }) => recording.execution.execution_id));
    const present = await presentExecutions(
      this.connection.client,
      ids,
      Number.isFinite(oldest) ? oldest : 0,
    );
    const written = doubtful.filter(({ recording }) =>
      present.has(recording.execution.execution_id),
    );
    for (const entry of doubtful) entry.doubtful = false;
    this.outbox.done(new Set(written));
    this.tell();
  }
}

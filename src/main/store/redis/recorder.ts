import type { Log } from '../../log.ts';
import { auditFields } from '../audit-fields.ts';
import { AUDIT_KEY, METRICS_KEY } from '../keys.ts';
import { metricCounts } from '../metric-counts.ts';
import type { StoreChanges } from '../store-changes.ts';
import type { Recording } from '../store.ts';
import type { ButtonStates, ButtonWrite } from './button-states.ts';
import type { Answer, Command, GroupPipeline, StreamWrite, Written } from './group-pipeline.ts';
import type { RedisClient } from './redis-clients.ts';
import type { TraceStreams } from './trace-streams.ts';

type Button = Recording['buttons'][number];

/** The audit entry did not get through. `doubtful`: it may have, its answer never came. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded';
  readonly doubtful: boolean;
  constructor(cause: Error, doubtful: boolean) {
    super(cause.message, { cause });
    this.doubtful = doubtful;
  }
}

const NOTHING: Written = { answers: [], appended: [], figures: [] };

const isAnswer = (error: Error): boolean => error.name === 'ReplyError';
/** A key of ours that holds another type: no later attempt would fare better. */
const isWrongType = (error: Error): boolean => error.message.includes('WRONGTYPE ');
const neverLeft = (error: Error): boolean => error.message.startsWith("Stream isn't writeable");

const auditEntry = (
  { execution, auditMaxEntries }: Recording,
  roomId: string,
): StreamWrite => ({
  key: AUDIT_KEY,
  length: auditMaxEntries,
  fields: auditFields(execution, roomId),
});

/** Writes recordings: one pipeline, one round trip. */
export class Recorder {
  private readonly client: RedisClient;
  private readonly pipeline: GroupPipeline;
  private readonly traces: TraceStreams;
  private readonly roomId: string;
  private readonly buttons: ButtonStates;
  private readonly changes: StoreChanges;
  private readonly log: Log;
  constructor(
    client: RedisClient,
    pipeline: GroupPipeline,
    traces: TraceStreams,
    buttons: ButtonStates,
    changes: StoreChanges,
    log: Log,
    roomId: string,
  ) {
    this.client = client;
    this.pipeline = pipeline;
    this.traces = traces;
    this.roomId = roomId;
    this.buttons = buttons;
    this.changes = changes;
    this.log = log;
  }

  /**
   * Resolves with the button changes that must be written later: none, as a rule.
   * @throws NotRecorded
   */
  async write(recording: Recording, part: 'all' | 'buttons'): Promise<Button[]> {
    const writes: ButtonWrite[] = [];
    const behind: Button[] = [];
    for (const button of recording.buttons) {
      const write = this.buttons.begin(button, button.change);
      if (write) writes.push(write);
      else behind.push(button);
    }
    const commands: Command[] = writes.map(({ key, expected, next }) => [
      'compareAndSet',
      key,
      expected,
      next.text,
    ]);
    const entries = part === 'all' ? [auditEntry(recording, this.roomId)] : [];
    const counts = part === 'all' ? metricCounts(recording) : [];
    // Both start in this turn, so that the changes of a key leave in their order.
    const settling = behind.map((button) => this.settle(button));
    const { answers, appended, figures } =
      commands.length + entries.length > 0
        ? await this.pipeline.send({ commands, entries, counts })
        : NOTHING;
    for (const [error] of figures) if (error) this.noteRefusal(METRICS_KEY, error);
    const unsettled = writes.filter((write, index) => !this.endWrite(write, answers[index]));
    const failure = this.failureIn(commands, answers, appended);
    if (failure) {
      await Promise.all(settling);
      throw new NotRecorded(failure, !isAnswer(failure) && !neverLeft(failure));
    }
    if (part === 'all') this.traces.add(recording.execution, recording.traceMaxBytes);
    for (const { place, change } of unsettled) settling.push(this.settle({ ...place, change }));
    return settling.length > 0 ? (await Promise.all(settling)).flat() : [];
  }

  /** Resolves with the change where it could not be written. */
  private async settle(button: Button): Promise<Button[]> {
    try {
      await this.buttons.settle(this.client, button, button.change);
      return [];
    } catch (error) {
      if (error instanceof Error && isAnswer(error) && isWrongType(error)) return [];
      return [button];
    }
  }

  private endWrite(write: ButtonWrite, answer: Answer | undefined): boolean {
    const [error, value] = answer ?? [null, undefined];
    if (value === 1) return this.buttons.end(write, 1);
    if (typeof value === 'string') return this.buttons.end(write, value);
    this.buttons.end(write, undefined);
    return error !== null && isWrongType(error);
  }

  /** The error that keeps the recording from being done: the entry's, or, where only buttons were left, theirs. */
  private failureIn(commands: Command[], answers: Answer[], appended: Answer[]): Error | null {
    const [entry] = appended;
    for (const [index, [error]] of answers.entries()) {
      if (!error) continue;
      if (!isWrongType(error) && !entry) return error;
      this.noteRefusal(commands[index]?.[1] ?? '', error);
    }
    const [error] = entry ?? [null];
    if (!error) return null;
    if (!isWrongType(error)) return error;
    this.noteRefusal(AUDIT_KEY, error);
    return null;
  }

  /** Said and shown; the rest of the execution is written all the same. */
  private noteRefusal(key: string, error: Error): void {
    if (isWrongType(error)) {
      this.changes.noteCorruption(key, { problem: 'holds another Redis type', raw: '' });
      this.log.error({ key }, 'a key holds another Redis type: nothing is written there');
    } else {
      this.log.error({ key, error: error.message }, 'a part of an execution was refused');
    }
  }
}

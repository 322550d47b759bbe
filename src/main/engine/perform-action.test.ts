import { beforeEach, describe, expect, test } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { ActionTrace } from '#shared/contract/execution.ts';
import { ButtonActionSchema } from '#shared/contract/intent.ts';
import { ManualClock } from '../clock-double.ts';
import { Pacer } from './pacer.ts';
import { performAction } from './perform-action.ts';
import type { Asked, Performed, Performer } from './performer.ts';
import type { Run } from './run.ts';
import { Runs } from './runs.ts';
import { noSessionValues } from './session-values.ts';
import { noSecrets, type Secrets } from './secrets.ts';

const DONE: Performed = { outcome: 'ok', reply: { text: 'recording_started' } };

let clock: ManualClock;
let pacer: Pacer;
let runs: Runs;
let asked: Asked[];
/** Ends what is being done, the first first. */
let endings: ((performed: Performed) => void)[];

const performer: Performer = {
  prepare(wanted) {
    asked.push(wanted);
    return {
      ok: true,
      view: {
        transport: 'camera',
        slot: wanted.target,
        command: wanted.command,
        payload: { ...wanted.values },
      },
      lanes: [wanted.target],
      longestMs: 20_000,
      perform: () => new Promise((resolve) => endings.push(resolve)),
    };
  },
};

beforeEach(() => {
  clock = new ManualClock();
  pacer = new Pacer(clock);
  runs = new Runs(clock);
  asked = [];
  endings = [];
});

interface Given {
  origin?: string;
  context?: Record<string, unknown>;
  timeout_ms?: number;
  expires_ms?: number;
  dry_run?: boolean;
  priority?: number;
  queue_limit?: number;
  by?: Performer | null;
  secrets?: Secrets;
}

/** One action of a run, as the dispatcher would have begun it. */
const begin = (action: object, given: Given = {}) => {
  const { origin = 'operator', timeout_ms, expires_ms, by, priority = 0, secrets } = given;
  const { context, dry_run } = given;
  const request = { intent_name: 'record', origin, context, dry_run };
  const run: Run = runs.begin(request, { intentName: 'record', key: null });
  run.limited = timeout_ms !== undefined;
  run.deadline = run.started + (timeout_ms ?? 5000);
  run.expiresAt = run.started + (expires_ms ?? Infinity);
  run.priority = priority;
  const trace: ActionTrace = {
    index: 0,
    action_type: 'camera',
    protocol_name: '',
    device_id: '',
    command: null,
    steps: [],
    reply: null,
    attempts: 0,
    outcome: 'failed',
    error: null,
  };
  const whole = ButtonActionSchema.parse({
    action_type: 'camera',
    protocol_name: 'start_recording',
    device_id: 'cam_1',
    ...action,
  });
  const config = BridgeConfigSchema.parse({ queue_limit: given.queue_limit });
  const deps = { clock, pacer, secrets: secrets ?? noSecrets, session: noSessionValues };
  const end = performAction(
    deps,
    by === null ? undefined : (by ?? performer),
    run,
    whole,
    config,
    trace,
  );
  return { run, trace, end };
};
const steps = ({ steps: all }: ActionTrace) => all.map(({ step }) => step);

test('it is told once, and its trace says what, for how long and what came back', async () => {
  const { run, trace, end } = begin({ variables: { trial_number: 12 } });
  await clock.advance(300);
  expect(run.sending).toBe(1);
  endings[0]?.(DONE);
  expect(await end).toEqual({ outcome: 'ok', fault: null });
  expect(trace).toMatchObject({
    attempts: 1,
    command: { command: 'start_recording', slot: 'cam_1', payload: { trial_number: 12 } },
    reply: { text: 'recording_started' },
  });
  expect(steps(trace)).toEqual(['resolve', 'write', 'reply']);
  expect(trace.steps.at(-1)?.took_ms).toBe(300);
  expect(run.sending).toBe(0);
});

const valuesOf = async (variables: object, given: Given = {}) => {
  await begin({ variables }, { ...given, dry_run: true }).end;
  return asked[0]?.values;
};

describe('values', () => {
  test("the context's win over the action's own", async () => {
    const context = { trial_number: 3, page: 1 };
    expect(await valuesOf({ trial_number: 12, session_prefix: 'late' }, { context })).toEqual({
      trial_number: 3,
      session_prefix: 'late',
      page: 1,
    });
  });

  test("texts are templates of the context, the action's plain values and who asks", async () => {
    const variables = {
      show: 'late',
      session_prefix: '{show}_{agent_id}',
      trial_number: '$trial',
    };
    const given = { origin: 'agent:if.sam', context: { trial: 7 } };
    expect(await valuesOf(variables, given)).toMatchObject({
      session_prefix: 'late_if.sam',
      trial_number: 7,
    });
  });

  test('what the context brings is never a template', async () => {
    const context = { session_prefix: '{agent_id}' };
    expect(await valuesOf({}, { context })).toEqual({ session_prefix: '{agent_id}' });
  });

  test.each([
    ['{trial}', 'Missing variables: trial', ['trial']],
    ['{secret:door}', "A camera action can't hold a secret: {secret:door}.", ['secret:door']],
  ])('%s that nobody gave is named, and nothing is done', async (text, message, missing) => {
    const { end, trace } = begin({ variables: { session_prefix: text } });
    expect(await end).toMatchObject({
      outcome: 'failed',
      fault: { error_type: 'validation_error', message, details: { missing } },
    });
    expect(trace.attempts).toBe(0);
    expect(asked).toEqual([]);
  });
});

test('a dry run shows what would be done and does nothing', async () => {
  const { end, trace } = begin({}, { dry_run: true });
  expect(await end).toEqual({ outcome: 'ok', fault: null });
  expect(trace).toMatchObject({ attempts: 0, command: { command: 'start_recording' } });
  expect(endings).toEqual([]);
});

test('where nobody does such actions it fails and says so', async () => {
  expect(await begin({}, { by: null }).end).toMatchObject({
    outcome: 'failed',
    fault: { error_type: 'invalid_mapping', message: 'Nothing here does camera actions.' },
  });
});

test('what it says passes the redactor', async () => {
  const secrets: Secrets = {
    ...noSecrets,
    redact: (result) => ({ ...result, reply: { text: '••••••' } }),
  };
  const { end, trace } = begin({}, { secrets });
  await clock.advance(0);
  endings[0]?.(DONE);
  await end;
  expect(trace.reply?.text).toBe('••••••');
});

describe('time', () => {
  test('a stop that takes longer than the usual limit is waited for, and costs the next action nothing', async () => {
    const { run, end } = begin({ protocol_name: 'stop_recording' });
    await clock.advance(9000);
    endings[0]?.(DONE);
    expect(await end).toMatchObject({ outcome: 'ok' });
    expect(run.deadline - clock.monotonic()).toBe(5000);
  });

  test('it is not waited for for ever', async () => {
    const { end } = begin({ protocol_name: 'stop_recording' });
    await clock.advance(20_000);
    expect(await end).toMatchObject({ outcome: 'unknown' });
  });

  test('past the limit that the caller set it is unknown, and said to go on', async () => {
    const { end, trace, run } = begin(
      { protocol_name: 'stop_recording' },
      { timeout_ms: 2000 },
    );
    await clock.advance(2000);
    expect(await end).toMatchObject({
      outcome: 'unknown',
      fault: {
        error_type: 'connection_timeout',
        message: 'stop_recording at cam_1 had not ended after 2.0 s. It goes on by itself.',
        details: { short: 'goes on' },
      },
    });
    expect(trace.reply).toBeNull();
    expect(run.sending).toBe(0);
  });

  test('what is still busy is told nothing else, though nobody waits for it', async () => {
    const former = begin({ protocol_name: 'stop_recording' }, { timeout_ms: 1000 });
    await clock.advance(1000);
    expect(await former.end).toMatchObject({ outcome: 'unknown' });
    const next = begin({});
    await clock.advance(1000);
    expect(endings).toHaveLength(1);
    endings[0]?.(DONE);
    await clock.advance(0);
    endings[1]?.(DONE);
    expect(await next.end).toMatchObject({ outcome: 'ok' });
    expect(steps(next.trace)).toEqual(['resolve', 'queue', 'write', 'reply']);
  });

  test.each([
    ['expires_ms', { expires_ms: 500 }],
    ['timeout_ms', { timeout_ms: 500 }],
  ])('what waits past its %s is never done', async (_, given) => {
    const former = begin({});
    const waiting = begin({}, given);
    await clock.advance(501);
    expect(await waiting.end).toMatchObject({
      outcome: 'expired',
      fault: { message: 'Its turn did not come in time, so it was not done.' },
    });
    expect(waiting.trace.attempts).toBe(0);
    endings[0]?.(DONE);
    await former.end;
    expect(endings).toHaveLength(1);
  });
});

describe('a cancel', () => {
  test('of what waits leaves it undone', async () => {
    const former = begin({});
    const waiting = begin({});
    await clock.advance(0);
    waiting.run.cancel(new Error('panic'));
    expect(await waiting.end).toMatchObject({ outcome: 'cancelled' });
    endings[0]?.(DONE);
    await former.end;
    await clock.advance(1000);
    expect(endings).toHaveLength(1);
  });

  test('of what was begun ends the wait at once, and says that it goes on', async () => {
    const { run, end } = begin({});
    await clock.advance(10);
    run.cancel(new Error('panic'));
    expect(await end).toMatchObject({
      outcome: 'unknown',
      fault: {
        error_type: 'cancelled',
        message:
          'start_recording at cam_1 had begun before the cancel came. It goes on by itself.',
      },
    });
  });

  test('before its turn leaves it undone', async () => {
    const { run, trace, end } = begin({});
    run.cancel(new Error('cancel'));
    expect(await end).toMatchObject({ outcome: 'cancelled' });
    expect(trace.attempts).toBe(0);
    expect(endings).toEqual([]);
  });
});

test('the more urgent goes first, and past the limit of those that wait the next is refused', async () => {
  const former = begin({});
  const later = begin({ protocol_name: 'reprobe' }, { queue_limit: 2 });
  const urgent = begin({ protocol_name: 'stop_recording' }, { priority: 5, queue_limit: 2 });
  const refused = begin({}, { queue_limit: 2 });
  expect(await refused.end).toMatchObject({
    outcome: 'refused',
    fault: { details: { reason: 'queue_full' } },
  });
  endings[0]?.(DONE);
  await former.end;
  await clock.advance(0);
  endings[1]?.(DONE);
  expect(await urgent.end).toMatchObject({ outcome: 'ok' });
  await clock.advance(0);
  endings[2]?.(DONE);
  expect(await later.end).toMatchObject({ outcome: 'ok' });
});

test('a performer that throws is no success, and leaves nothing held', async () => {
  const broken: Performer = {
    prepare: (wanted) => {
      const prepared = performer.prepare(wanted);
      return prepared.ok
        ? { ...prepared, perform: () => Promise.reject(new Error('a bug')) }
        : prepared;
    },
  };
  const { run, end } = begin({}, { by: broken });
  await expect(end).rejects.toThrow('a bug');
  expect(run.sending).toBe(0);
  const next = begin({});
  await clock.advance(0);
  endings[0]?.(DONE);
  expect(await next.end).toMatchObject({ outcome: 'ok' });
});

import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { ActionTrace, Outcome } from '#shared/contract/execution.ts';
import type { ButtonAction } from '#shared/contract/intent.ts';
import { fillVariables, sessionNamesIn } from '#shared/domain/fill-variables.ts';
import { holdsVariable } from '#shared/domain/template.ts';
import type { Clock } from '../clock.ts';
import {
  cancelled,
  goesOn,
  noPerformer,
  queueFull,
  tookTooLong,
  valueMissing,
} from './action-faults.ts';
import { actionVariables } from './action-variables.ts';
import type { Pacer, Turn } from './pacer.ts';
import type { Asked, Performed, Performer, Prepared } from './performer.ts';
import { roundMs, stepOf, type Run } from './run.ts';
import type { Secrets } from './secrets.ts';
import { readSession, type SessionValues } from './session-values.ts';

export interface PerformDeps {
  clock: Clock;
  pacer: Pacer;
  secrets: Secrets;
  session: SessionValues;
}

interface Ended {
  outcome: Outcome;
  fault: Fault | null;
}

const failed = (fault: Fault): Ended => ({ outcome: 'failed', fault });

/** The action's texts are templates; what the context brings stays as it is, and wins. */
const askedOf = (
  ofSession: Readonly<Record<string, unknown>>,
  run: Run,
  action: ButtonAction,
  nowMs: number,
): { ok: true; asked: Asked } | { ok: false; missing: string } => {
  const { context } = run;
  const own = Object.entries(action.variables).filter(
    ([name]) => !Object.hasOwn(context, name),
  );
  const templates = own.filter(([, value]) => holdsVariable(value));
  const plain = Object.fromEntries(own.filter(([, value]) => !holdsVariable(value)));
  const { variables: seen } = actionVariables(run, { ...action, variables: plain }, nowMs);
  const filled = fillVariables(Object.fromEntries(templates), { ...seen, ...ofSession });
  if (!filled.ok) return filled;
  const values = { ...plain, ...filled.value, ...context };
  return {
    ok: true,
    asked: {
      target: action.device_id,
      command: action.protocol_name,
      values,
      own: Object.keys(action.variables),
    },
  };
};

type TurnOrEnd = { ok: true; turn: Turn } | { ok: false; ended: Ended };

const no = (outcome: Outcome, fault: Fault): TurnOrEnd => ({
  ok: false,
  ended: { outcome, fault },
});

/** A turn, or why there is none. */
const turnFor = async (
  { pacer }: PerformDeps,
  run: Run,
  action: ButtonAction,
  lanes: readonly string[],
  config: BridgeConfig,
): Promise<TurnOrEnd> => {
  // Everybody takes lanes in one order, so that two never wait for each other.
  const spacings = lanes.toSorted().map((key) => ({ key, gapMs: 0 }));
  try {
    const turn = await pacer.take(spacings, {
      deadline: Math.min(run.deadline, run.expiresAt),
      signal: run.signal,
      priority: run.priority,
      limit: config.queue_limit,
    });
    if (turn === 'expired') return no('expired', tookTooLong(run));
    if (turn === 'full') return no('refused', queueFull(action.device_id, config));
    return { ok: true, turn };
  } catch (error) {
    if (!run.signal.aborted) throw error;
    return no('cancelled', cancelled());
  }
};

/** What came first: its end, the end of the run's time, or a cancel. */
const firstOf = async (
  clock: Clock,
  run: Run,
  done: Promise<Performed>,
  limitMs: number,
): Promise<Performed | 'late' | 'cancelled'> => {
  const timer = new AbortController();
  const onAbort = (): void => timer.abort(run.signal.reason);
  run.signal.addEventListener('abort', onAbort, { once: true });
  if (run.signal.aborted) onAbort();
  const late = clock.sleep(limitMs, timer.signal).then(
    () => 'late' as const,
    () => 'cancelled' as const,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    run.signal.removeEventListener('abort', onAbort);
    timer.abort();
  }
};

/** Has it done and waits for what it comes to, within the run's time. */
const performNow = async (
  { clock, secrets }: PerformDeps,
  run: Run,
  action: ButtonAction,
  prepared: Prepared & { ok: true },
  turn: Turn,
  trace: ActionTrace,
): Promise<Ended> => {
  const start = clock.monotonic();
  const left = Math.max(1, run.deadline - start);
  const limitMs = run.limited ? left : Math.max(left, prepared.longestMs);
  run.sending += 1;
  trace.attempts += 1;
  const done = prepared.perform();
  const free = (): void => turn.done(clock.monotonic());
  // Who is still busy with it is told nothing else, though nobody may wait for it any more.
  done.then(free, free);
  const written = clock.monotonic();
  trace.steps.push(stepOf(run, 'write', start, written));
  try {
    const first = await firstOf(clock, run, done, limitMs);
    const tookMs = clock.monotonic() - start;
    trace.steps.push(stepOf(run, 'reply', written, clock.monotonic()));
    if (typeof first === 'string') {
      if (!prepared.takeBack?.())
        return { outcome: 'unknown', fault: goesOn(action, first, tookMs) };
      return first === 'late'
        ? { outcome: 'expired', fault: tookTooLong(run) }
        : { outcome: 'cancelled', fault: cancelled() };
    }
    const timings = { connect: null, write: written - start, reply: roundMs(tookMs) };
    const result = secrets.redact(
      'fault' in first
        ? { ...first, ambiguous: first.outcome === 'unknown', timings }
        : { ...first, timings },
    );
    trace.reply = result.reply;
    return { outcome: result.outcome, fault: 'fault' in result ? result.fault : null };
  } finally {
    run.sending -= 1;
    // The usual limit is for devices: what this took is no part of it.
    if (!run.limited) run.deadline += clock.monotonic() - start;
  }
};

/**
 * Runs an action that the control room does itself: resolved, in its turn, once. It is never repeated; a cancel or a
 * time limit takes it back where that can be done, and else ends only the wait for it.
 */
export const performAction = async (
  deps: PerformDeps,
  performer: Performer | undefined,
  run: Run,
  action: ButtonAction,
  config: BridgeConfig,
  trace: ActionTrace,
): Promise<Ended> => {
  const { clock } = deps;
  if (!performer) return failed(noPerformer(action));
  const from = clock.monotonic();
  const names = sessionNamesIn(action.variables);
  const ofSession = await readSession(deps.session, run.sessionId, names);
  if (!ofSession.ok) return failed(ofSession.fault);
  const filled = askedOf(ofSession.values, run, action, clock.now());
  if (!filled.ok) return failed(valueMissing(filled.missing, action));
  const prepared = performer.prepare(filled.asked);
  const resolved = clock.monotonic();
  trace.steps.push(stepOf(run, 'resolve', from, resolved));
  if (!prepared.ok) return failed(prepared.fault);
  trace.command = prepared.view;
  if (run.dryRun) return { outcome: 'ok', fault: null };
  const taken = await turnFor(deps, run, action, prepared.lanes, config);
  if (!taken.ok) return taken.ended;
  const { turn } = taken;
  const now = clock.monotonic();
  if (turn.queueMs >= 0.1) trace.steps.push(stepOf(run, 'queue', resolved, now));
  if (run.signal.aborted || now > run.expiresAt || now > run.deadline) {
    turn.done(now);
    if (run.signal.aborted) return { outcome: 'cancelled', fault: cancelled() };
    return { outcome: 'expired', fault: tookTooLong(run) };
  }
  return performNow(deps, run, action, prepared, turn, trace);
};

import type { ExecutionSummary } from '#shared/contract/execution.ts';

/** What an execution is in a recording. */
export type Recorded =
  | { kind: 'step'; fires: 'intent' | 'macro'; name: string }
  /** It can't be a step, and the operator is told why. */
  | { kind: 'not'; what: string; why: string }
  /** Nothing was fired, or nobody knows yet. */
  | { kind: 'nothing' };

/** A guard that asked back, and a finger that bounced. */
const HALF_PRESSES: ReadonlySet<string | undefined> = new Set([
  'armed',
  'confirm',
  'not_held',
  'bounce',
]);

const whatOf = ({ intent_name, macro_id, key }: ExecutionSummary): string => {
  if (intent_name !== null) return intent_name;
  if (macro_id !== undefined) return `macro ${macro_id}`;
  return key ? `key ${key.page}/${key.row}/${key.col}` : 'A test';
};

/** Whether something of that name is stored. */
export type IsStored = (kind: 'intent' | 'macro', name: string) => boolean;

/** Judges one execution for a recording into the macro `into`. */
export const recordedAs = (
  run: ExecutionSummary,
  into: string,
  isStored: IsStored,
): Recorded => {
  const { outcome, reason, refusal, intent_name, macro_id, simulated, key } = run;
  if (HALF_PRESSES.has(refusal)) return { kind: 'nothing' };
  const not = (why: string): Recorded => ({ kind: 'not', what: whatOf(run), why });
  if (simulated) return not('it ran on the simulators');
  if (outcome === 'refused') return not(`it was refused: ${reason}`);
  if (macro_id === into) return not('a macro can’t run itself');
  const fires = intent_name === null ? 'macro' : 'intent';
  const name = intent_name ?? macro_id;
  if (name !== undefined)
    return isStored(fires, name)
      ? { kind: 'step', fires, name }
      : not(`there is no ${fires} of that name`);
  // A key says what it stands for once it has been looked up.
  if (outcome === null) return { kind: 'nothing' };
  return not(
    key
      ? 'no intent stands behind it, and a step fires an intent'
      : 'no intent stands behind it',
  );
};

/** When something was fired, and how long it took. */
export interface Fired {
  /** Milliseconds since 1970, by the host's clock. */
  at: number;
  /** Null while it runs. */
  took_ms: number | null;
}

export interface Spacing {
  delay_ms: number;
  /** False where the next one was fired before this one had ended. */
  wait_for_completion: boolean;
}

const GRID_MS = 10;
/** What a macro makes up for: a step this quick, or this part of the pause, takes nothing from it. */
const MADE_UP_MS = 10;
const MADE_UP_SHARE = 0.2;

const onGrid = (ms: number): number => Math.max(0, Math.round(ms / GRID_MS) * GRID_MS);

const pauseBetween = ({ at, took_ms }: Fired, next: Fired): number => {
  const gap = next.at - at;
  // Not waited for: the pause counts from where it began.
  if (took_ms === null || took_ms > gap) return gap;
  const madeUp = Math.min(MADE_UP_MS, gap * MADE_UP_SHARE);
  return took_ms <= madeUp ? gap : gap - took_ms + madeUp;
};

/** The pauses with which a macro fires things at the distances at which they were fired, to 10 ms. */
export const spacingOf = (fired: readonly Fired[]): Spacing[] =>
  fired.map((each, index) => {
    const former = fired[index - 1];
    const next = fired[index + 1];
    const isOver = each.took_ms !== null && (!next || each.took_ms <= next.at - each.at);
    return {
      delay_ms: former ? onGrid(pauseBetween(former, each)) : 0,
      wait_for_completion: !next || isOver,
    };
  });

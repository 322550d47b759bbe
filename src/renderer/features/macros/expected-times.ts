import type { ExecutionSummary } from '#shared/contract/execution.ts';
import type { StepDraft } from './draft.ts';
import { quantile } from './run-figures.ts';

/** How long things took in the middle, by `intent:cut` and `macro:open`. Milliseconds. */
export type UsualTimes = ReadonlyMap<string, number>;

/** The p50 of the known runs that went well, of each intent and macro; what ran on the simulators says nothing. */
export const usualTimes = (runs: readonly ExecutionSummary[]): UsualTimes => {
  const took = new Map<string, number[]>();
  for (const { intent_name, macro_id, outcome, simulated, latency_ms } of runs) {
    if (simulated || (outcome !== 'ok' && outcome !== 'sent')) continue;
    const of = intent_name === null ? `macro:${macro_id ?? ''}` : `intent:${intent_name}`;
    const known = took.get(of);
    if (known) known.push(latency_ms);
    else took.set(of, [latency_ms]);
  }
  return new Map(
    [...took].map(([of, all]) => [
      of,
      quantile(
        all.sort((a, b) => a - b),
        0.5,
      ),
    ]),
  );
};

/** Rounds of a list that is written down; null where a variable holds it. */
const roundsOf = ({ items }: StepDraft): number | null => {
  if (items.trim() === '') return 1;
  try {
    const list: unknown = JSON.parse(items);
    return Array.isArray(list) ? list.length : null;
  } catch {
    return null;
  }
};

/** How long a step usually takes by itself; null where nobody knows. */
export const usualTime = (step: StepDraft, times: UsualTimes): number | null => {
  const { kind, intent_name, macro_id } = step;
  if (kind === 'wait') return null;
  const name = kind === 'intent' ? intent_name : macro_id;
  const once = times.get(`${kind}:${name.trim()}`);
  const rounds = roundsOf(step);
  return once === undefined || rounds === null ? null : once * rounds;
};

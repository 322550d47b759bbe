import type { Execution } from '#shared/contract/execution.ts';
import { ARM_WITHIN_MS } from '#shared/contract/policy.ts';

/** The operator's answer that a guard waits for. */
export type Question = { kind: 'confirm' } | { kind: 'arm'; withinMs: number };

/** What a refusal asks of the operator, where it asks something. */
export const questionOf = ({ outcome, error }: Execution): Question | null => {
  if (outcome !== 'refused' || !error) return null;
  const { reason, within_ms } = error.details;
  // Where there is no key to hold down, an answer takes its place.
  if (reason === 'confirm' || reason === 'not_held') return { kind: 'confirm' };
  if (reason !== 'armed') return null;
  return { kind: 'arm', withinMs: typeof within_ms === 'number' ? within_ms : ARM_WITHIN_MS };
};

import type { VariableEvent } from '#shared/contract/variables.ts';
import type { ManualClock } from '../../clock-double.ts';
import type { Answer, StateProvider } from './state-provider.ts';

export interface ProviderHarness {
  /** Another one on the same session where there can be one. */
  open(existingState?: unknown, sessionId?: string): Promise<Answer<StateProvider>>;
  clock: ManualClock;
  /** The session is over, by whatever ends one. */
  expire(): Promise<void>;
  close(): Promise<void>;
}

export const given = <T>(answer: Answer<T>): T => {
  if (answer.ok) return answer.value;
  throw new Error(answer.error.message);
};

export const errorOf = (answer: Answer<unknown>): unknown =>
  answer.ok ? 'no error' : answer.error;

export const next = async (
  events: AsyncIterator<VariableEvent>,
): Promise<VariableEvent | 'done'> => {
  const { done, value } = await events.next();
  return done ? 'done' : value;
};

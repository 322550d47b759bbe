import type { Execution } from '../contract/execution.ts';

/** What was decided, where it was no execution of an intent; null for every other one. */
export const noteOf = ({ metadata }: Pick<Execution, 'metadata'>): string | null => {
  const note = metadata['note'];
  return typeof note === 'string' ? note : null;
};

import { z } from 'zod';
import type { MappingFault } from '#shared/contract/osc-bridge.ts';
import { recall, remember } from '../../state/remembered.ts';

const DraftSchema = z.object({ stamp: z.string(), text: z.string() });

/** A text that is typed and not saved, with the stamp of the one that it was made from. */
export type MappingDraft = z.infer<typeof DraftSchema>;

const keyOf = (clientId: string): string => `mapping-draft.${clientId}`;

export const recallMapping = (clientId: string): MappingDraft | null =>
  recall(keyOf(clientId), DraftSchema);

/** Keeps it over a change of page and a reload; null forgets it. */
export const keepMapping = (clientId: string, draft: MappingDraft | null): void =>
  remember(keyOf(clientId), draft);

/** The lines of a text with what is wrong in each, in the order of its columns. */
export const faultsByLine = (
  text: string,
  faults: readonly MappingFault[],
): { number: number; faults: readonly MappingFault[] }[] =>
  text.split('\n').map((_, at) => ({
    number: at + 1,
    faults: faults.filter(({ line }) => line === at + 1),
  }));

/** Where a line and a column, both from 1, stand in a text; its end where it is shorter. */
export const offsetOf = (
  text: string,
  { line, column }: { line: number; column: number },
): number => {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1);
  const start = before.reduce((sum, each) => sum + each.length + 1, 0);
  const here = lines[line - 1] ?? '';
  return Math.min(text.length, start + Math.min(column - 1, here.length));
};

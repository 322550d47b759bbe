import { NameSchema } from '#shared/contract/names.ts';

/** Why it can't have that name; null where it can. `what` as in "intent"; `word` as in "name". */
export const renameProblem = (
  { what, word, from, isTaken }: RenamedThing,
  to: string,
): string | null => {
  if (to === from) return `That is its ${word} already.`;
  const named = NameSchema.safeParse(to);
  if (!named.success) return named.error.issues[0]?.message ?? `Choose another ${word}.`;
  return isTaken(to) ? `There is another ${what} of that ${word}. Choose another one.` : null;
};

export interface RenamedThing {
  what: string;
  word: 'name' | 'id';
  from: string;
  isTaken: (name: string) => boolean;
}

import type { Intent } from '#shared/contract/intent.ts';
import { NameSchema } from '#shared/contract/names.ts';

/** Why it can't have that name; null where it can. */
export const renameProblem = (
  from: string,
  to: string,
  intents: Readonly<Record<string, Intent>>,
): string | null => {
  if (to === from) return 'That is its name already.';
  const named = NameSchema.safeParse(to);
  if (!named.success) return named.error.issues[0]?.message ?? 'Choose another name.';
  return intents[to] ? 'There is another intent of that name. Choose another one.' : null;
};

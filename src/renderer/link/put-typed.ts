import { putEntity, type Editable, type EditKind, type Written } from './save-entity.ts';

/** What was typed as it is stored, or what is wrong: path of the field, and words. */
export type Made<T, Problem extends readonly [string, string] = readonly [string, string]> =
  | { ok: true; value: T }
  | { ok: false; problems: readonly Problem[] };

/** Writes what was typed, over that revision; the answer as it is typed. What can't be stored is not sent. */
export const putTyped = async <K extends EditKind, T>(
  kind: K,
  name: string,
  made: Made<Editable[K]>,
  revision: string | null,
  typedOf: (stored: Editable[K]) => T,
): Promise<Written<T>> => {
  if (!made.ok) {
    const message = made.problems.map(([, words]) => words).join(' ');
    const fault = { error_type: 'validation_error', message, details: {} } as const;
    return { ok: false, stale: null, fault };
  }
  const outcome = await putEntity(kind, name, made.value, revision);
  return outcome.ok ? { ok: true, value: typedOf(outcome.value) } : outcome;
};

import { z } from 'zod';
import { recall, remember, rememberedKeys } from './remembered.ts';

/** What somebody typed and has not saved, with what it began from. */
export interface Draft<T> {
  /** Null for something new. */
  base: T | null;
  revision: string | null;
  values: T;
}

const keyOf = (kind: string, name: string | null): string => `draft.${kind}.${name ?? '*new*'}`;

/** Of one thing, as this browser kept it; null where nothing is open. `name` is null for something new. */
export const recallDraft = <T>(
  kind: string,
  name: string | null,
  values: z.ZodType<T>,
): Draft<T> | null =>
  recall(
    keyOf(kind, name),
    z.object({ base: values.nullable(), revision: z.string().nullable(), values }),
  );

/** The names of the things of a kind that somebody has an open draft of. */
export const draftNames = (kind: string): string[] => {
  const prefix = `draft.${kind}.`;
  return rememberedKeys(prefix).map((key) => key.slice(prefix.length));
};

export const keepDraft = <T>(kind: string, name: string | null, draft: Draft<T>): void =>
  remember(keyOf(kind, name), draft);

export const dropDraft = (kind: string, name: string | null): void =>
  remember(keyOf(kind, name), null);

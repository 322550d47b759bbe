import { z } from 'zod';
import type { VersionedKind } from '#shared/contract/mirror.ts';
import { ViaSchema, type JsonObject, type RevisionValues } from '#shared/contract/revisions.ts';
import { hardwareName } from '#shared/domain/hardware-name.ts';
import { keyOf } from '../keys.ts';
import type { StreamEntry } from '../audit-fields.ts';

/** One accepted change, as it is to be kept. Values as JSON, null where nothing stands. */
export interface RevisionEntry {
  /** ISO 8601. */
  at: string;
  by: string | null;
  via: z.infer<typeof ViaSchema>;
  before: string | null;
  after: string | null;
  value: string | null;
  was: string | null;
}

/**
 * `known`: it stands there already, or with its author. `recent`: the same value stood a moment ago, so that who
 * noticed it may be late: look again.
 */
export type Added = 'added' | 'known' | 'recent';

export type StoredRevision = Omit<RevisionValues, 'changed'>;

/**
 * The revisions of each value, oldest forgotten first. One that was noticed `elsewhere` gives way to the same one when
 * its author tells it. Adapters: Redis and memory, one conformance suite.
 */
export interface RevisionLog {
  /** @throws StoreUnavailable */
  add(kind: VersionedKind, name: string, entry: RevisionEntry): Promise<Added>;
  /** Newest first; `before` is a revision's id. @throws StoreUnavailable */
  list(
    kind: VersionedKind,
    name: string,
    query: { limit: number; before?: string | undefined },
  ): Promise<StoredRevision[]>;
  /** @throws StoreUnavailable */
  get(kind: VersionedKind, name: string, id: string): Promise<StoredRevision | null>;
  /**
   * The value got another name, and its revisions follow it there; the deletion of the old name stays. Doing it again
   * changes nothing. @throws StoreUnavailable
   */
  follow(kind: VersionedKind, from: string, to: string): Promise<void>;
}

const REVISION_PREFIX = 'mcr:companion:revision:';

/** Null where the name may not become part of a key. */
export const revisionsKey = (kind: VersionedKind, name: string): string | null =>
  keyOf(kind, name) === null
    ? null
    : `${REVISION_PREFIX}${kind}:${kind === 'hardware' ? hardwareName(name) : name}`;

/** A value keeps so many revisions at most, */
const MOST_REVISIONS = 200;
/** fewer where they take more than this together, */
const MOST_BYTES = 4_000_000;
/** and this many whatever they take. */
const LEAST_REVISIONS = 10;

/** How many revisions of this size a value keeps. */
export const keptRevisions = ({ value, was }: RevisionEntry): number => {
  // The value before is kept by the former revision, as a rule.
  const bytes = Math.max(Buffer.byteLength(value ?? ''), Buffer.byteLength(was ?? '')) + 150;
  return Math.min(MOST_REVISIONS, Math.max(LEAST_REVISIONS, Math.floor(MOST_BYTES / bytes)));
};

const nullable = z
  .string()
  .optional()
  .transform((text) => text || null);

const valueText = z
  .string()
  .optional()
  .transform((text, context): JsonObject | null => {
    if (!text) return null;
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'no JSON object' });
      return z.NEVER;
    }
  });

const FieldsSchema = z.object({
  at: z.string(),
  by: nullable,
  via: ViaSchema,
  before: nullable,
  after: nullable,
  value: valueText,
  was: valueText,
});

/**
 * The first `limit` of entries that come newest first. The value before one is the value after the next where that is
 * what it began from, and else its own `was`. Entries of other writers that are no revisions are passed over.
 */
export const revisionsIn = (
  entries: readonly StreamEntry[],
  limit: number,
): StoredRevision[] => {
  const read = entries.flatMap(({ id, fields }) => {
    const parsed = FieldsSchema.safeParse(fields);
    return parsed.success ? [{ id, ...parsed.data }] : [];
  });
  return read.slice(0, limit).map((entry, index) => {
    const former = read[index + 1];
    const isNext = entry.before !== null && former?.after === entry.before;
    return { ...entry, was: entry.was ?? (isNext ? former.value : null) };
  });
};

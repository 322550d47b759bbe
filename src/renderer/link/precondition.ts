import { ORPCError } from '@orpc/client';
import { revisionKey, type VersionedKind } from '#shared/contract/mirror.ts';
import {
  StaleFaultSchema,
  type Precondition,
  type StaleFault,
} from '#shared/contract/precondition.ts';
import { etagOf } from '#shared/domain/entity-tag.ts';
import { useMirror } from '../state/mirror-store.ts';

/** The `headers` of a write over that revision; where there is none, of one that makes something new. */
export const writingOver = (revision: string | null | undefined): Precondition =>
  revision ? { 'if-match': etagOf(revision) } : { 'if-none-match': '*' };

/** The `headers` of a write over what this page shows at this moment. */
export const asShown = (kind: VersionedKind, name: string): Precondition =>
  writingOver(useMirror.getState().revisions[revisionKey(kind, name)]);

/** The `headers` of a deletion, or a renaming, of what this page shows at this moment. */
export const removingShown = (kind: VersionedKind, name: string): Precondition => {
  const revision = useMirror.getState().revisions[revisionKey(kind, name)];
  return { 'if-match': revision ? etagOf(revision) : '*' };
};

/** What a write met that came too late: theirs, its revision, and yours. Null where the error is another one. */
export const staleOf = (error: unknown): StaleFault | null =>
  error instanceof ORPCError ? (StaleFaultSchema.safeParse(error.data).data ?? null) : null;

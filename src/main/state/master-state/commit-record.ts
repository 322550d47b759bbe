import { z } from 'zod';
import {
  PatchSchema,
  StateCommitSchema,
  StateDataSchema,
  type PatchOperation,
  type StateCommit,
  type StateData,
} from '#shared/contract/master-state.ts';
import { decodeJson, encodeJson, plainOf } from './state-text.ts';

/** An entry of the history as it is kept; operations and value with the marks of `state-text.ts`. */
export interface CommitRecord {
  version: number;
  base: number;
  at: string;
  origin: string;
  kind: StateCommit['kind'];
  patch: readonly PatchOperation[];
  inverse: readonly PatchOperation[] | null;
  /** The whole value now and then, so that a version can be found from before a gap. */
  value?: StateData | undefined;
}

const CommitRecordSchema = StateCommitSchema.extend({ value: StateDataSchema.optional() });

export const recordText = (record: CommitRecord): string => encodeJson(record);

/** Null for an entry that can't be read: some other writer put it there. */
export const readRecord = (text: string): CommitRecord | null => {
  try {
    return CommitRecordSchema.safeParse(decodeJson(text)).data ?? null;
  } catch {
    return null;
  }
};

const PlainPatchSchema = z.preprocess(plainOf, PatchSchema);

/** As it is shown. */
export const commitOf = ({
  version,
  base,
  at,
  origin,
  kind,
  patch,
  inverse,
}: CommitRecord): StateCommit => ({
  version,
  base,
  at,
  origin,
  kind,
  patch: PlainPatchSchema.parse(patch),
  inverse: inverse && PlainPatchSchema.parse(inverse),
});

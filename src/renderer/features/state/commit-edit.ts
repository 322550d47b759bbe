import { z } from 'zod';
import type { Fault } from '#shared/contract/errors.ts';
import {
  LostPatchSchema,
  StateSnapshotSchema,
  type PatchOperation,
  type StateSnapshot,
} from '#shared/contract/master-state.ts';
import { sameJson } from '#shared/domain/json-values.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { memberAt } from './differences.ts';
import { tooLong } from './message-size.ts';
import { pointerOf } from './tree-rows.ts';

/** One member that somebody edits. Undefined: it is not there, or is to be removed. */
export interface MemberEdit {
  keys: readonly string[];
  /** The version that it was read at, and what stood there then. */
  version: number;
  base: unknown;
  mine: unknown;
  /** Of what is put at the end of a list (`-`): where that was. */
  endsAt?: number;
}

/** Somebody else was there first, and changed the same member. */
export interface EditConflict {
  edit: MemberEdit;
  theirs: unknown;
  version: number;
  /** The patch that lost, as the engine keeps it. */
  lostId: string | null;
}

export type Committed =
  /** `wasSo`: somebody else did the same before. */
  | { ok: true; version: number; wasSo: boolean }
  | { ok: false; conflict: EditConflict }
  | { ok: false; fault: Fault; conflict: null };

const BothSidesSchema = z.object({
  yours: LostPatchSchema.optional(),
  current: StateSnapshotSchema.optional(),
});

/** Agents commit in between: so often it is put on top of theirs. */
const ATTEMPTS = 12;

const isSame = (one: unknown, other: unknown): boolean =>
  one === undefined || other === undefined ? one === other : sameJson(one, other);

const patchOf = ({ keys, base, mine }: MemberEdit): PatchOperation[] => {
  const path = pointerOf(keys);
  if (mine === undefined) return [{ op: 'remove', path }];
  return [{ op: base === undefined ? 'add' : 'replace', path, value: mine }];
};

export const commitPatch = async (
  session: string,
  version: number,
  patch: readonly PatchOperation[],
): Promise<{ ok: true; version: number } | { ok: false; fault: Fault }> => {
  const fault = tooLong('The patch', patch);
  if (fault) return { ok: false, fault };
  try {
    const { new_version } = await ask((client, options) =>
      client.master.commit(
        { params: { session }, body: { version, patch: [...patch] } },
        options,
      ),
    );
    return { ok: true, version: new_version };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
};

/** Lets go of a patch that lost. It may be gone already. */
export const forgetLost = async (session: string, lostId: string | null): Promise<void> => {
  if (lostId === null) return;
  await ask((client, options) =>
    client.master.forget({ params: { session, lost_id: lostId } }, options),
  ).catch(() => undefined);
};

/** Both sides, where the fault is a conflict. */
export const sidesOf = (
  fault: Fault,
): { lostId: string | null; current: StateSnapshot } | null => {
  if (fault.error_type !== 'conflict') return null;
  const sides = BothSidesSchema.safeParse(fault.details);
  if (!sides.success || sides.data.current === undefined) return null;
  return { lostId: sides.data.yours?.lost_id ?? null, current: sides.data.current };
};

/**
 * Commits one member over the version that it was read at. Where others committed since, but left this member alone,
 * it is put on top of theirs; where they changed it too, both sides are given back.
 */
export const commitEdit = async (session: string, edit: MemberEdit): Promise<Committed> => {
  const patch = patchOf(edit);
  let { version } = edit;
  for (let attempt = 1; ; attempt += 1) {
    const committed = await commitPatch(session, version, patch);
    if (committed.ok) return { ...committed, wasSo: false };
    const { fault } = committed;
    const sides = sidesOf(fault);
    if (sides === null) return { ok: false, fault, conflict: null };
    const { lostId, current } = sides;
    const theirs = memberAt(current.data, edit.keys);
    if (isSame(theirs, edit.mine)) {
      await forgetLost(session, lostId);
      return { ok: true, version: current.version, wasSo: true };
    }
    const isUntouched = isSame(theirs, edit.base);
    if (!isUntouched || attempt === ATTEMPTS)
      return { ok: false, conflict: { edit, theirs, version: current.version, lostId } };
    await forgetLost(session, lostId);
    version = current.version;
  }
};

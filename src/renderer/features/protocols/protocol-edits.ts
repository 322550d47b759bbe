import type { Fault } from '#shared/contract/errors.ts';
import { revisionKey } from '#shared/contract/mirror.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import { deleteEntity, putEntity, type Written } from '../../link/save-entity.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';

const revisionOf = (kind: 'protocol', name: string): string | null =>
  useMirror.getState().revisions[revisionKey(kind, name)] ?? null;

const faultIn = (written: Written<unknown>, name: string): Fault | null => {
  if (written.ok) return null;
  return (
    written.fault ?? {
      error_type: 'precondition_failed',
      message: `Somebody else changed ${name} meanwhile. Nothing was changed now.`,
      details: { hint: 'Look at it as it stands, then do it again.' },
    }
  );
};

/** A name that is free: `press_2`. */
export const freeName = (wanted: string): string => {
  const taken = useMirror.getState().protocols;
  const stem = wanted.replace(/_\d+$/, '').slice(0, 120);
  for (let number = 2; ; number += 1) {
    const name = `${stem}_${number}`;
    if (!taken[name]) return name;
  }
};

/** Stores a copy and offers to take it away again. The copy's name, or what was in the way. */
export const duplicate = async (
  protocol: Protocol,
): Promise<{ name: string; fault: null } | { name: null; fault: Fault }> => {
  const name = freeName(protocol.protocol_name);
  const copy = { ...protocol, protocol_name: name };
  const fault = faultIn(await putEntity('protocol', name, copy, null), name);
  if (fault) return { name: null, fault };
  offerUndo(`${name} made`, () => void remove(copy));
  return { name, fault: null };
};

const putBack = async (protocol: Protocol): Promise<void> => {
  const name = protocol.protocol_name;
  const fault = faultIn(await putEntity('protocol', name, protocol, null), name);
  say(fault ? `${name} is not back: ${fault.message}` : `${name} is back`);
};

/** Deletes it and offers the way back. */
export const remove = async (protocol: Protocol): Promise<Fault | null> => {
  const name = protocol.protocol_name;
  const revision = revisionOf('protocol', name);
  if (revision === null) return null;
  const fault = faultIn(await deleteEntity('protocol', name, revision), name);
  if (!fault) offerUndo(`${name} deleted`, () => void putBack(protocol));
  return fault;
};

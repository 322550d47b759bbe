import { useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { PatchSchema, type StateSnapshot } from '#shared/contract/master-state.ts';
import { applyStatePatch } from '#shared/domain/state-patch.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { say } from '../../state/undo-toast.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { commitPatch, forgetLost, sidesOf } from './commit-edit.ts';
import { jsonIn } from './typed-text.ts';

interface PatchDialogProps {
  session: string;
  snapshot: StateSnapshot;
  onClose: () => void;
}

type Read = { ok: true; patch: Record<string, unknown>[] } | { ok: false; problem: string };

/** The patch in a text, tried on what stands. */
const readPatch = (text: string, { data }: StateSnapshot): Read => {
  const typed = jsonIn(text);
  if (!typed.ok) return { ok: false, problem: typed.message };
  const parsed = PatchSchema.safeParse(typed.value);
  if (!parsed.success)
    return { ok: false, problem: 'A patch is a list of operations: [{"op": "replace", …}].' };
  const tried = applyStatePatch(data, parsed.data);
  if (tried.ok) return { ok: true, patch: parsed.data };
  const { index, op, path, message } = tried.problem;
  return { ok: false, problem: `Operation ${index} (${op} ${path}): ${message}` };
};

/** Several changes as one commit, written by hand (RFC 6902). */
export const PatchDialog = ({ session, snapshot, onClose }: PatchDialogProps) => {
  const isLive = useIsLive();
  const [text, setText] = useState('[\n  {"op": "add", "path": "/", "value": ""}\n]');
  const [problem, setProblem] = useState<string | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  /** What came too late, and is tried again from here. */
  const lost = useRef<string[]>([]);
  const commit = async (): Promise<void> => {
    const read = readPatch(text, snapshot);
    setProblem(read.ok ? null : read.problem);
    if (!read.ok) return;
    setIsBusy(true);
    const committed = await commitPatch(session, snapshot.version, read.patch);
    setIsBusy(false);
    if (!committed.ok) {
      setFault(committed.fault);
      const lostId = sidesOf(committed.fault)?.lostId ?? null;
      if (lostId !== null) lost.current.push(lostId);
      return;
    }
    for (const id of lost.current) void forgetLost(session, id);
    say(`Patched in version ${committed.version}. The history has the way back.`);
    onClose();
  };
  return (
    <Dialog title={`Patch version ${snapshot.version}`} onClose={onClose}>
      <form
        className="st-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isLive && !isBusy) void commit();
        }}
      >
        <TextField
          label="Operations"
          kind="figure"
          rows={10}
          value={text}
          problem={problem}
          help="JSON Patch (RFC 6902): add, remove, replace, move, copy, test. All of them are done, or none."
          onChange={(next) => {
            setText(next);
            setProblem(null);
            setFault(null);
          }}
        />
        {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        <button type="submit" className="btn" data-kind="primary" disabled={!isLive || isBusy}>
          Commit it
        </button>
      </form>
    </Dialog>
  );
};

import { Database, Download, Pencil, Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { StateSnapshot } from '#shared/contract/master-state.ts';
import { keysOf } from '#shared/domain/json-pointer.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { ConflictDialog } from '../../ui/ConflictDialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { AddMember } from './AddMember.tsx';
import { changedIn } from './changed-in.ts';
import type { EditConflict } from './commit-edit.ts';
import { memberAt } from './differences.ts';
import { MasterTree } from './MasterTree.tsx';
import { saveFile } from './save-file.ts';
import { pointerOf } from './tree-rows.ts';
import type { MasterStateView } from './use-master-state.ts';
import { useMemberEdit, type MemberEditing } from './use-member-edit.ts';
import { placeWords } from './value-words.ts';

interface MasterPaneProps {
  session: string;
  state: MasterStateView;
  /** A former version that is looked at. */
  former: StateSnapshot | null;
  onLive: () => void;
  /** No news can come: what is shown is kept. */
  isKept: boolean;
}

const Conflict = ({
  session,
  conflict,
  editing,
}: {
  session: string;
  conflict: EditConflict;
  editing: MemberEditing;
}) => {
  const { edit, theirs } = conflict;
  const place = placeWords(edit.keys, undefined);
  return (
    <ConflictDialog
      what={`${place} of ${session}`}
      fields={[{ path: place, base: edit.base, theirs, mine: edit.mine, by: 'both' }]}
      isGone={false}
      isBusy={editing.isBusy}
      onSave={(choices) =>
        choices.get(place) === 'theirs' ? editing.takeTheirs() : editing.takeMine()
      }
      onTheirs={editing.takeTheirs}
      onClose={editing.closeConflict}
    />
  );
};

interface ToolsProps {
  session: string;
  snapshot: StateSnapshot;
  focused: string | null;
  isFixed: boolean;
  editing: MemberEditing;
  onAdd: (keys: readonly string[]) => void;
}

/** What can be done with the member that the focus is on. */
const Tools = ({ session, snapshot, focused, isFixed, editing, onAdd }: ToolsProps) => {
  const isLive = useIsLive();
  const pointed = focused === null ? null : keysOf(focused);
  // It may be gone, or stand for the members that are not shown yet.
  const keys = pointed && memberAt(snapshot.data, pointed) !== undefined ? pointed : null;
  const place = keys === null ? 'a member' : placeWords(keys, snapshot.data);
  return (
    <>
      <IconButton
        icon={Pencil}
        label={`Edit ${place}`}
        shortcut="Enter"
        disabled={isFixed || keys === null}
        onClick={() => keys && editing.begin(keys)}
      />
      <IconButton
        icon={Plus}
        label="Add a member"
        shortcut="Insert"
        disabled={isFixed || !isLive}
        onClick={() => onAdd(keys ?? [])}
      />
      <IconButton
        icon={Trash2}
        label={`Remove ${place}`}
        shortcut="Delete"
        disabled={isFixed || keys === null || !isLive || editing.isBusy}
        onClick={() => keys && void editing.remove(keys)}
      />
      <IconButton
        icon={Download}
        label={`Save version ${snapshot.version} as a file`}
        onClick={() => saveFile(`${session}-version-${snapshot.version}.json`, snapshot.data)}
      />
    </>
  );
};

/** The master state: its members as they are now, or as they were. */
export const MasterPane = ({ session, state, former, onLive, isKept }: MasterPaneProps) => {
  const isLive = useIsLive();
  const editing = useMemberEdit(session, state.snapshot);
  const [focused, setFocused] = useState<string | null>(null);
  const [added, setAdded] = useState<string | null>(null);
  const [addsBeside, setAddsBeside] = useState<readonly string[] | null>(null);
  const shown = former ?? state.snapshot;
  const isFixed = former !== null;
  const changed = useMemo(
    () =>
      shown === null
        ? new Map<string, number>()
        : changedIn(
            state.commits.filter(({ version }) => version <= shown.version),
            shown.data,
          ),
    [state.commits, shown],
  );
  const isEmpty = shown !== null && Object.keys(shown.data).length === 0;
  return (
    <section
      className="pane st-master"
      data-away={isKept || undefined}
      aria-label="Master state"
    >
      <div className="bar">
        <h2>Master state</h2>
        <span className="mut cut">
          {isFixed ? `version ${former.version}` : isKept ? 'as it was' : 'live'}
        </span>
        <span className="grow" />
        {shown && (
          <Tools
            session={session}
            snapshot={shown}
            focused={focused}
            isFixed={isFixed}
            editing={editing}
            onAdd={setAddsBeside}
          />
        )}
      </div>
      {isFixed && (
        <div className="st-note">
          <span className="grow">
            This is version {former.version}; version {state.snapshot?.version} stands now.
          </span>
          <button type="button" className="btn" onClick={onLive}>
            Back to now
          </button>
        </div>
      )}
      {state.fault && (
        <div className="st-note">
          <FaultNote message={state.fault.message} hint={hintOf(state.fault)} />
        </div>
      )}
      {editing.fault && editing.draft === null && (
        <div className="st-note">
          <FaultNote message={editing.fault.message} hint={hintOf(editing.fault)} />
          <button type="button" className="btn" onClick={editing.dropFault}>
            Dismiss
          </button>
        </div>
      )}
      {shown === null && !state.fault && <p className="st-wait sec">Waiting for the engine.</p>}
      {isEmpty && editing.draft === null && (
        <EmptyState icon={Database} title="Nothing stands here yet">
          <p>
            What agents and control rooms have to agree on: which scene is on air, which item
            comes next. Every change is a version, with its author and a way back.
          </p>
          {!isFixed && (
            <button
              type="button"
              className="btn"
              data-kind="primary"
              disabled={!isLive}
              onClick={() => setAddsBeside([])}
            >
              <Plus className="i i-14" aria-hidden />
              Add the first member
            </button>
          )}
        </EmptyState>
      )}
      {shown && (!isEmpty || editing.draft !== null) && (
        <MasterTree
          snapshot={shown}
          changed={changed}
          editing={editing}
          isFixed={isFixed}
          focused={focused}
          onFocused={setFocused}
          added={added}
          onAddedShown={() => setAdded(null)}
          onAdd={setAddsBeside}
        />
      )}
      {addsBeside && state.snapshot && (
        <AddMember
          session={session}
          snapshot={state.snapshot}
          beside={addsBeside}
          onAdded={(keys) => setAdded(pointerOf(keys))}
          onClose={() => setAddsBeside(null)}
        />
      )}
      {editing.conflict && (
        <Conflict session={session} conflict={editing.conflict} editing={editing} />
      )}
    </section>
  );
};

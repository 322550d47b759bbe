import { Download, Plus, Upload, Variable as VariableIcon } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { say } from '../../state/undo-toast.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { useNow } from '../../ui/use-now.ts';
import { EndedSession } from './EndedSession.tsx';
import { RegisterVariable } from './RegisterVariable.tsx';
import { saveFile } from './save-file.ts';
import { BACKEND_WORDS, type StateSession } from './use-sessions.ts';
import { useVariableEdit } from './use-variable-edit.ts';
import type { Variables } from './use-variables.ts';
import { exportVariables, importVariables } from './variable-writes.ts';
import { ageOf, changedBy, matchingVariables, type VariableFilter } from './variable-words.ts';
import { VariableTable } from './VariableTable.tsx';

interface VariablesPaneProps {
  session: string;
  variables: Variables;
  /** Null while there are none. */
  backend: StateSession['backend'];
  /** The session may be a new one now. */
  onBegun: () => void;
  /** No news can come: what is shown is kept. */
  isKept: boolean;
}

const FILTERS: readonly { value: Exclude<VariableFilter, 'all'>; words: string }[] = [
  { value: 'agents', words: 'changed by agents' },
  { value: 'stale', words: 'stale' },
];

/** The typed variables of the session, as they change. */
export const VariablesPane = ({
  session,
  variables,
  backend,
  onBegun,
  isKept,
}: VariablesPaneProps) => {
  const isLive = useIsLive();
  const now = useNow();
  const editing = useVariableEdit(session);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<VariableFilter>('all');
  const [registers, setRegisters] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const { byName, ended, fault: trouble } = variables;
  const all = useMemo(() => [...(byName?.values() ?? [])], [byName]);
  // What is stale changes with the clock; what is searched for does not.
  const moment = filter === 'stale' ? now : 0;
  const shown = useMemo(
    () => matchingVariables(all, search, filter, moment),
    [all, search, filter, moment],
  );
  const counts = {
    agents: all.filter(({ variable }) => changedBy(variable)?.startsWith('agent:')).length,
    stale: all.filter((heard) => ageOf(heard, now).isStale).length,
  };
  const begun = (): void => {
    variables.again();
    onBegun();
  };
  const exportAll = async (): Promise<void> => {
    try {
      saveFile(`${session}-variables.json`, await exportVariables(session));
      setFault(null);
    } catch (error) {
      setFault(faultOf(error));
    }
  };
  const importFile = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    const imported = await importVariables(session, chosen);
    setFault(imported.ok ? null : imported.fault);
    if (!imported.ok) return;
    say(`${imported.imported.toLocaleString('en')} variables imported`);
    begun();
  };
  const isEmpty = byName !== null && all.length === 0;
  return (
    <section
      className="pane st-vars"
      data-away={isKept || undefined}
      aria-label="Session variables"
    >
      <div className="bar edit-bar st-vars-bar">
        <h2>Variables</h2>
        <output className="mut num">
          {shown.length === all.length
            ? all.length.toLocaleString('en')
            : `${shown.length.toLocaleString('en')} of ${all.length.toLocaleString('en')}`}
        </output>
        {backend !== null && ended === null && (
          <output
            className="chip"
            aria-label="Where the variables are"
            title={`They are ${BACKEND_WORDS[backend]}.`}
          >
            {backend}
          </output>
        )}
        {FILTERS.map(({ value, words }) => (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={filter === value}
            onClick={() => setFilter(filter === value ? 'all' : value)}
          >
            {words} {counts[value]}
          </button>
        ))}
        <span className="grow" />
        <SearchField
          label="Search variables"
          placeholder="Name or value"
          value={search}
          onChange={setSearch}
        />
        <button
          type="button"
          className="btn"
          data-kind="quiet"
          aria-label="Export variables"
          disabled={!isLive || isEmpty || byName === null}
          onClick={() => void exportAll()}
        >
          <Download className="i i-14" aria-hidden />
          <span className="st-word">Export</span>
        </button>
        <button
          type="button"
          className="btn"
          data-kind="quiet"
          aria-label="Import variables"
          disabled={!isLive}
          onClick={() => file.current?.click()}
        >
          <Upload className="i i-14" aria-hidden />
          <span className="st-word">Import</span>
        </button>
        <input
          ref={file}
          type="file"
          accept="application/json,.json"
          className="sr"
          aria-label="File of variables"
          tabIndex={-1}
          onChange={({ target }) => {
            void importFile(target.files?.[0]);
            // The same file can be chosen again.
            target.value = '';
          }}
        />
        <button
          type="button"
          className="btn"
          disabled={!isLive}
          onClick={() => setRegisters(true)}
        >
          <Plus className="i i-14" aria-hidden />
          Variable
        </button>
      </div>
      {[fault, trouble].map(
        (each) =>
          each && (
            <div className="st-note" key={each.message}>
              <FaultNote message={each.message} hint={hintOf(each)} />
            </div>
          ),
      )}
      {editing.draft && byName && !byName.has(editing.draft.name) && (
        <div className="st-note">
          <span className="grow">
            {editing.draft.name}{' '}
            {ended === null ? 'was deleted while you edited it.' : 'ended with its session.'}{' '}
            You had typed <b className="fig">{editing.draft.text.slice(0, 120)}</b>
          </span>
          <button type="button" className="btn" onClick={editing.drop}>
            Let it go
          </button>
        </div>
      )}
      {byName === null && !trouble && <p className="st-wait sec">Waiting for the engine.</p>}
      {ended !== null && isEmpty && (
        <EndedSession session={session} last={ended} onBegun={begun} />
      )}
      {isEmpty && ended === null && (
        <EmptyState icon={VariableIcon} title="No variables in this session">
          <p>
            Typed values that commands use as <code>{'{var:name}'}</code> and agents set over
            gRPC: a level, a countdown, a scene. Each says what it may be, and who set it.
          </p>
        </EmptyState>
      )}
      {!isEmpty && byName !== null && (
        <>
          {shown.length === 0 && <p className="st-wait sec">None fits. Search for less.</p>}
          <VariableTable
            session={session}
            shown={shown}
            now={now}
            editing={editing}
            onFault={setFault}
          />
        </>
      )}
      {registers && (
        <RegisterVariable
          session={session}
          onRegistered={begun}
          onClose={() => setRegisters(false)}
        />
      )}
    </section>
  );
};

import { Circle, Play, Plus, Square, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Macro } from '#shared/contract/macro.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { clockTime, timeOf, utcOf } from '../../state/local-time.ts';
import { progressWords } from '../../state/macro-progress.ts';
import { useMacroRuns, useMacros } from '../../state/mirror-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { forgetHistory } from './draft-history.ts';
import { keepDraft, useDrafts } from './draft-store.ts';
import { freeMacroId, newMacro } from './draft.ts';
import { useRunLines } from './macro-runs.ts';
import { countWords } from './page-words.ts';
import { startRecording, useRecording } from './recording.ts';
import { forgetSaving } from './save-draft.ts';
import { controlRun, runMacro, useAsking } from './run-macro.ts';

const NewMacro = ({ words, primary = false }: { words: string; primary?: boolean }) => {
  const macros = useMacros();
  const { byMacro } = useDrafts();
  const [, go] = useLocation();
  const make = (): void => {
    const id = freeMacroId(new Set([...Object.keys(macros), ...Object.keys(byMacro)]));
    forgetSaving(id);
    forgetHistory(id);
    keepDraft(id, newMacro(id));
    go(`/macros/${id}`);
  };
  return (
    <button
      type="button"
      className="btn"
      data-kind={primary ? 'primary' : undefined}
      onClick={make}
    >
      <Plus className="i i-14" aria-hidden />
      {words}
    </button>
  );
};

const RecordNew = () => {
  const macros = useMacros();
  const isRecording = useRecording(({ now }) => now !== null);
  const [, go] = useLocation();
  const record = (): void => {
    const taken = [...Object.keys(macros), ...Object.keys(useDrafts.getState().byMacro)];
    const id = freeMacroId(new Set(taken), 'recorded');
    forgetSaving(id);
    forgetHistory(id);
    keepDraft(id, {
      ...newMacro(id),
      macro_name: `Recorded ${clockTime(Date.now())}`,
      steps: [],
    });
    startRecording(id, true);
    go(`/macros/${id}`);
  };
  return (
    <button type="button" className="btn m-record" disabled={isRecording} onClick={record}>
      <Circle className="i i-14" aria-hidden />
      Record a new one
    </button>
  );
};

const LastRun = ({ macroId }: { macroId: string }) => {
  const lines = useRunLines(macroId);
  const runs = useMacroRuns();
  const newest = lines[0];
  const live = newest && runs[newest.id];
  if (live)
    return (
      <span className="out" data-o="running">
        <OutcomeMark of="running" />
        <span className="cut">{progressWords(live)}</span>
      </span>
    );
  if (!newest) return <span className="mut">not run yet</span>;
  return (
    <>
      <OutcomeLabel outcome={newest.outcome} reason={newest.reason} />
      <span className="fig mut" title={utcOf(newest.started_at)}>
        {timeOf(newest.started_at).seconds}
      </span>
    </>
  );
};

const Act = ({ macro }: { macro: Macro }) => {
  const { macro_id, macro_name } = macro;
  const [newest] = useRunLines(macro_id);
  const runs = useMacroRuns();
  const { question, waiting } = useAsking(macro_id);
  const isLive = useIsLive();
  const [, go] = useLocation();
  const live = newest && runs[newest.id];
  if (live)
    return (
      <button
        type="button"
        className="btn"
        aria-label={`Cancel ${macro_name}`}
        disabled={live.state === 'cancelling'}
        onClick={() => void controlRun(macro_id, live.execution_id, 'cancel')}
      >
        <Square className="i i-14" aria-hidden />
        Cancel
      </button>
    );
  const isArmed = question?.is.kind === 'arm';
  return (
    <button
      type="button"
      className="btn"
      aria-label={`${isArmed ? 'Press again to run' : 'Run'} ${macro_name}`}
      disabled={!isLive || waiting > 0}
      onClick={() => {
        void runMacro(macro_id, (isArmed && question.of) || {});
        // Its page has the room for a question, and shows how it goes.
        if (macro.guard && macro.guard !== 'none') go(`/macros/${macro_id}`);
      }}
    >
      <Play className="i i-14" aria-hidden />
      {isArmed ? 'Press again' : 'Run'}
    </button>
  );
};

const Line = ({ macro, isChanged }: { macro: Macro; isChanged: boolean }) => (
  <li>
    <Link href={`/macros/${macro.macro_id}`} className="m-name">
      <b className="cut">{macro.macro_name}</b>
      <span className="mut cut">{macro.description || macro.macro_id}</span>
    </Link>
    <span className="m-chips">
      {isChanged && <span className="chip">unsaved changes</span>}
      {macro.guard && macro.guard !== 'none' && <span className="chip">{macro.guard}</span>}
    </span>
    <span className="sec m-count">{countWords(macro.steps.length, 'step')}</span>
    <span className="m-last">
      <LastRun macroId={macro.macro_id} />
    </span>
    <Act macro={macro} />
  </li>
);

/** All macros: what each did last, and the button that runs it. */
export const MacroList = ({ demo }: { demo: ReactNode }) => {
  const macros = useMacros();
  const { byMacro } = useDrafts();
  const all = Object.values(macros).sort((a, b) => a.macro_name.localeCompare(b.macro_name));
  const unsaved = Object.keys(byMacro).filter((id) => !macros[id]);
  const isEmpty = all.length + unsaved.length === 0;
  return (
    <div className="page">
      <div className="page-head">
        <h1>Macros</h1>
        {all.length > 0 && <span className="mut">{all.length}</span>}
        <span className="grow" />
        {!isEmpty && <RecordNew />}
        {!isEmpty && <NewMacro words="New macro" />}
      </div>
      <ScrollRegion className="page-body" label="Macros">
        {isEmpty ? (
          <EmptyState icon={Workflow} title="No macros yet">
            <p>
              A macro fires intents in order: it waits for each, runs some side by side, and
              says what it does when one fails. You see every step while it runs, and can pause
              or cancel it.
            </p>
            <div className="m-start">
              <NewMacro words="Make the first one" primary />
              <RecordNew />
              {demo}
            </div>
          </EmptyState>
        ) : (
          <ul className="m-list">
            {unsaved.map((id) => (
              <li key={id}>
                <Link href={`/macros/${id}`} className="m-name">
                  <b className="cut">{byMacro[id]?.macro_name || 'New macro'}</b>
                  <span className="mut cut">{id}</span>
                </Link>
                <span className="m-chips">
                  <span className="chip">not saved yet</span>
                </span>
              </li>
            ))}
            {all.map((macro) => (
              <Line
                key={macro.macro_id}
                macro={macro}
                isChanged={byMacro[macro.macro_id] !== undefined}
              />
            ))}
          </ul>
        )}
      </ScrollRegion>
    </div>
  );
};

import { Pause, Play, Square, X } from 'lucide-react';
import { useEffect, useRef, type CSSProperties, type KeyboardEvent } from 'react';
import { hintOf } from '../../link/faults.ts';
import { timeOf, utcOf } from '../../state/local-time.ts';
import { progressWords } from '../../state/macro-progress.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import type { ShownRun } from './run-lines.ts';
import {
  controlRun,
  dropFault,
  dropQuestion,
  runMacro,
  showRun,
  useAsking,
} from './run-macro.ts';
import { StepThrough } from './StepThrough.tsx';
import { seconds, tookWords } from './step-words.ts';

interface RunBarProps {
  macroId: string;
  name: string;
  run: ShownRun | null;
  elapsed_ms: number;
  /** 0 where nobody knows. */
  expected_ms: number;
  /** True where an older run than the newest is shown. */
  isOlder: boolean;
}

/** The guard's question, at the place of the press; the safe answer has the focus. */
const Confirm = ({ macroId, name }: { macroId: string; name: string }) => {
  const { question } = useAsking(macroId);
  const safe = useRef<HTMLButtonElement>(null);
  useEffect(() => safe.current?.focus(), []);
  if (question?.is.kind !== 'confirm') return null;
  const no = (): void => dropQuestion(macroId);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') no();
  };
  return (
    <div className="runbar" role="alertdialog" aria-label={`Run ${name}?`}>
      <b className="cut">Run {name}?</b>
      <span className="sec cut">It asks before it runs.</span>
      <span className="grow" />
      <button ref={safe} type="button" className="btn" onClick={no} onKeyDown={onKeyDown}>
        No
      </button>
      <button
        type="button"
        className="btn"
        data-kind="primary"
        onKeyDown={onKeyDown}
        onClick={() => void runMacro(macroId, { ...question.of, confirmed: true })}
      >
        Yes, run it
      </button>
    </div>
  );
};

const Controls = ({ macroId, run }: { macroId: string; run: ShownRun }) => {
  const isPaused = run.state === 'paused';
  const isEnding = run.state === 'cancelling';
  return (
    <>
      <button
        type="button"
        className="btn"
        disabled={isEnding}
        onClick={() => void controlRun(macroId, run.id, isPaused ? 'resume' : 'pause')}
      >
        {isPaused ? (
          <Play className="i i-14" aria-hidden />
        ) : (
          <Pause className="i i-14" aria-hidden />
        )}
        {isPaused ? 'Resume' : 'Pause'}
      </button>
      <button
        type="button"
        className="btn"
        disabled={isEnding}
        onClick={() => void controlRun(macroId, run.id, 'cancel')}
      >
        <Square className="i i-14" aria-hidden />
        {isEnding ? 'Cancelling' : 'Cancel'}
      </button>
    </>
  );
};

const Ended = ({ run }: { run: ShownRun }) => {
  const { seconds: time, millis } = timeOf(run.started_at);
  const hint = run.error && hintOf(run.error);
  const said = run.error ? [run.error.message, hint].filter(Boolean).join(' ') : null;
  return (
    <>
      <OutcomeLabel outcome={run.outcome} reason={run.outcome ?? 'ended'} />
      {run.isSimulated && (
        <span className="sim" title="Every command went to the built-in simulator">
          SIM
        </span>
      )}
      {run.latency_ms !== null && <span className="fig">{tookWords(run.latency_ms)}</span>}
      <span className="mut fig x-wide" title={utcOf(run.started_at)}>
        {time}
        {millis}
      </span>
      <OriginLabel origin={run.origin} />
      {said !== null && (
        <span className={run.outcome === 'cancelled' ? 'cut sec' : 'cut c-amber'} title={said}>
          {said}
        </span>
      )}
    </>
  );
};

const runWords = (run: ShownRun): string => {
  if (run.state === 'ended') return 'ended';
  const words = progressWords({ state: run.state, report: run.report });
  return run.state === 'running' ? `running ${words}` : words;
};

/** How the shown run goes, and what stops it. Always there, so that nothing moves when a run begins. */
export const RunBar = (props: RunBarProps) => {
  const { macroId, name, run, elapsed_ms, expected_ms, isOlder } = props;
  const { fault, question } = useAsking(macroId);
  if (question?.is.kind === 'confirm') return <Confirm macroId={macroId} name={name} />;
  const goesOn = run !== null && run.state !== 'ended';
  if (goesOn && run.isStepThrough && !fault)
    return (
      <div className="runbar" data-state={run.state}>
        <StepThrough macroId={macroId} run={run} />
      </div>
    );
  const progress = goesOn && expected_ms > 0 ? Math.min(1, elapsed_ms / expected_ms) : 0;
  const style: CSSProperties & Record<'--done', number> = { '--done': progress };
  return (
    <div className="runbar" data-state={run?.state} style={style}>
      {fault && !goesOn ? (
        <FaultNote message={fault.message} hint={hintOf(fault)} />
      ) : run === null ? (
        <span className="mut">It has not run yet.</span>
      ) : goesOn ? (
        <>
          <span className="out" data-o="running">
            <OutcomeMark of="running" />
            <b className="cut">{runWords(run)}</b>
          </span>
          <span className="fig">{seconds(elapsed_ms)}</span>
          {expected_ms > 0 && (
            <span className="mut x-wide">of about {seconds(expected_ms)}</span>
          )}
          <OriginLabel origin={run.origin} />
        </>
      ) : (
        <Ended run={run} />
      )}
      <span className="grow" />
      {fault && !goesOn && (
        <IconButton icon={X} label="Dismiss" onClick={() => dropFault(macroId)} />
      )}
      {isOlder && (
        <button
          type="button"
          className="btn"
          data-kind="quiet"
          onClick={() => showRun(macroId, null)}
        >
          Show the newest
        </button>
      )}
      {goesOn && <Controls macroId={macroId} run={run} />}
    </div>
  );
};

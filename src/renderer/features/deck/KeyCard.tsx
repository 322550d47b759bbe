import { RotateCcw, Send, Square } from 'lucide-react';
import type { Device } from '#shared/contract/device.ts';
import type { LayoutPage } from '#shared/contract/layout.ts';
import { cancelRun } from '../../link/cancel-run.ts';
import { hintOf } from '../../link/faults.ts';
import { useExecution } from '../../link/use-execution.ts';
import { figure } from '../../state/figures.ts';
import { timeOf } from '../../state/local-time.ts';
import { placeId } from '../../state/place.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { useRuns } from '../../state/runs.ts';
import { pickRun } from '../../state/selection-store.ts';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import { layoutKeyAt, pressableAt } from './deck-keys.ts';
import { firstSendsOf } from './first-sends.ts';
import { guardOf } from './guard.ts';
import { askFirstSend } from './press-answer.ts';
import { fireAgain } from './press-key.ts';
import type { Pressable } from './pressable.ts';
import { useBeside } from './use-beside.ts';
import type { CardTarget } from './use-card-target.ts';
import { useKeyFace } from './use-key-face.ts';

interface KeyCardProps {
  device: Device;
  page: LayoutPage | undefined;
  target: CardTarget;
  keepOpen: () => void;
  leave: () => void;
  close: () => void;
}

const RUNS = 3;

const useRunsOf = ({ place, intentName, macroId }: Pressable) => {
  const id = placeId(place);
  return useRuns()
    .newestFirst.filter(
      (run) =>
        (intentName !== null && run.intent_name === intentName) ||
        (macroId !== null && run.macro_id === macroId) ||
        (run.key !== null && placeId(run.key) === id),
    )
    .slice(0, RUNS);
};

/** Why a key's last run went wrong, what to do, what ran before, and what one then wants to do. */
export const KeyCard = ({ device, page, target, keepOpen, leave, close }: KeyCardProps) => {
  const key = pressableAt(device, page, target.at);
  const layoutKey = layoutKeyAt(page, target.at.row, target.at.col);
  const id = placeId(key.place);
  const face = useKeyFace(id, key);
  const mustHold = useMirror((mirror) => guardOf(key, mirror).kind === 'hold');
  const isRunning = face.outcome === 'running';
  const { execution } = useExecution(face.executionId);
  const runs = useRunsOf(key);
  const { card, style } = useBeside(target.box);
  const fault = face.fault ?? execution?.error ?? null;
  const hint = fault && hintOf(fault);
  const isHeld = execution !== undefined && firstSendsOf(key, execution) !== null;

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it stays for as long as the pointer or the focus is in it
    <dialog
      open
      ref={card}
      className="over key-card"
      aria-label={`What became of ${key.name}`}
      style={style}
      onPointerEnter={keepOpen}
      onPointerLeave={leave}
      onFocus={keepOpen}
      onBlur={leave}
    >
      <div className="card-h">
        <b className="cut">{key.name}</b>
        <span className="mut fig cut">{key.intentName ?? key.macroId}</span>
        <span className="grow" />
        {layoutKey?.hotkey && <kbd>{layoutKey.hotkey}</kbd>}
      </div>
      <div className="card-why">
        <p>
          <b className={isRunning ? undefined : 'c-amber'}>{fault?.message ?? face.words}</b>
        </p>
        {hint !== null && <p className="sec">{hint}</p>}
      </div>
      {runs.length > 0 && (
        <div className="card-runs">
          {runs.map((run) => (
            <div key={run.execution_id}>
              <span className="fig sec">{timeOf(run.started_at).seconds}</span>
              <OriginLabel origin={run.origin} />
              <OutcomeLabel outcome={run.outcome} reason={run.reason} />
              <span className="num">{run.outcome === null ? '–' : figure(run.latency_ms)}</span>
            </div>
          ))}
        </div>
      )}
      <div className="card-do">
        {isRunning && face.executionId !== null && (
          <button
            type="button"
            className="btn"
            onClick={() => face.executionId !== null && cancelRun(face.executionId)}
          >
            <Square className="i i-14" aria-hidden />
            Cancel
          </button>
        )}
        {isHeld && execution && (
          <button
            type="button"
            className="btn"
            onClick={() => {
              close();
              askFirstSend(key, execution);
            }}
          >
            <Send className="i i-14" aria-hidden />
            Let it send …
          </button>
        )}
        {!isRunning && !mustHold && (
          <button type="button" className="btn" onClick={() => fireAgain(key)}>
            <RotateCcw className="i i-14" aria-hidden />
            Fire again
          </button>
        )}
        {face.executionId !== null && (
          <button
            type="button"
            className="btn"
            data-kind="quiet"
            onClick={() => {
              if (face.executionId !== null) pickRun(face.executionId);
              close();
            }}
          >
            Trace
          </button>
        )}
      </div>
    </dialog>
  );
};

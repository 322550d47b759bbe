import { RotateCcw } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Device } from '#shared/contract/device.ts';
import type { LayoutPage } from '#shared/contract/layout.ts';
import { hintOf } from '../../link/faults.ts';
import { useExecution } from '../../link/use-execution.ts';
import { figure } from '../../state/figures.ts';
import { timeOf } from '../../state/local-time.ts';
import { placeId } from '../../state/place.ts';
import { useLatestRun, useRuns } from '../../state/runs.ts';
import { pickRun } from '../../state/selection-store.ts';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import { layoutKeyAt, pressableAt } from './deck-keys.ts';
import { keyFace } from './key-face.ts';
import { fireAgain, type Pressable } from './press-key.ts';
import { useOwnPress } from './press-store.ts';
import type { CardTarget } from './use-card-target.ts';

interface KeyCardProps {
  device: Device;
  page: LayoutPage | undefined;
  target: CardTarget;
  keepOpen: () => void;
  leave: () => void;
  close: () => void;
}

const RUNS = 3;
const MARGIN = 8;

const useRunsOf = ({ place, intentName }: Pressable) => {
  const id = placeId(place);
  return useRuns()
    .newestFirst.filter(
      (run) =>
        (intentName !== null && run.intent_name === intentName) ||
        (run.key !== null && placeId(run.key) === id),
    )
    .slice(0, RUNS);
};

/** Beside the key where there is room, and never over its edge of the window. */
const useBeside = (box: DOMRect) => {
  const card = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    if (!card.current) return;
    const { width, height } = card.current.getBoundingClientRect();
    const right = box.right + MARGIN;
    const left = right + width + MARGIN <= innerWidth ? right : box.left - width - MARGIN;
    const top = Math.min(box.top, innerHeight - height - MARGIN);
    setAt({ left: Math.max(MARGIN, left), top: Math.max(MARGIN, top) });
  }, [box]);
  return { card, style: at ?? { left: 0, top: 0, visibility: 'hidden' as const } };
};

/** Why a key's last run went wrong, what to do, what ran before, and the two things one then wants. */
export const KeyCard = ({ device, page, target, keepOpen, leave, close }: KeyCardProps) => {
  const key = pressableAt(device, page, target.at);
  const layoutKey = layoutKeyAt(page, target.at.row, target.at.col);
  const id = placeId(key.place);
  const face = keyFace(useLatestRun(id, key.intentName), useOwnPress(id));
  const { execution } = useExecution(face.executionId);
  const runs = useRunsOf(key);
  const { card, style } = useBeside(target.box);
  const fault = face.fault ?? execution?.error ?? null;
  const hint = fault && hintOf(fault);

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
        <span className="mut fig cut">{key.intentName}</span>
        <span className="grow" />
        {layoutKey?.hotkey && <kbd>{layoutKey.hotkey}</kbd>}
      </div>
      <div className="card-why">
        <p>
          <b className="c-amber">{fault?.message ?? face.words}</b>
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
        <button type="button" className="btn" onClick={() => fireAgain(key)}>
          <RotateCcw className="i i-14" aria-hidden />
          Fire again
        </button>
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

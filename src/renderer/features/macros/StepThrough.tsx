import { FlagTriangleRight, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import type { ShownRun } from './run-lines.ts';
import { controlRun } from './run-macro.ts';

interface StepThroughProps {
  macroId: string;
  run: ShownRun;
}

const NEXT_KEY = 'F10';

/** A run on the simulators that waits before each step: what comes next, and the button and the key that let it go. */
export const StepThrough = ({ macroId, run }: StepThroughProps) => {
  const next = useRef<HTMLButtonElement>(null);
  const isWaiting = run.state === 'paused';
  const isEnding = run.state === 'cancelling';
  const coming = run.report.steps.find(({ state }) => state === 'waiting');
  const doing = run.report.steps.findLast(({ state }) => state === 'running');
  const shown = isWaiting ? coming : doing;
  useEffect(() => next.current?.focus(), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== NEXT_KEY || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      if (isWaiting && !event.repeat) void controlRun(macroId, run.id, 'resume');
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [macroId, run.id, isWaiting]);
  return (
    <>
      <OutcomeMark of="running" />
      <b>Step through</b>
      <span className="sim" title="Every command goes to the built-in simulator">
        SIM
      </span>
      <span className="cut sec">
        {shown
          ? `${isWaiting ? 'Next' : 'Running'}: ${shown.step} ${shown.name}`
          : isEnding
            ? 'Ending'
            : 'Running'}
      </span>
      <span className="grow" />
      <button
        ref={next}
        type="button"
        className="btn"
        data-kind="primary"
        aria-keyshortcuts={NEXT_KEY}
        aria-disabled={!isWaiting}
        title={`Runs the next step and stops there (${NEXT_KEY})`}
        onClick={() => {
          if (isWaiting) void controlRun(macroId, run.id, 'resume');
        }}
      >
        <FlagTriangleRight className="i i-14" aria-hidden />
        Next step
      </button>
      <button
        type="button"
        className="btn"
        disabled={isEnding}
        onClick={() => void controlRun(macroId, run.id, 'cancel')}
      >
        <Square className="i i-14" aria-hidden />
        End it
      </button>
    </>
  );
};

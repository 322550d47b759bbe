import './panic.css';
import { useEffect } from 'react';
import { momentOf } from '../../state/local-time.ts';
import { usePanic } from '../../state/mirror-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { HoldButton } from './HoldButton.tsx';
import { elapsed } from './panic-report.ts';
import { engagePanic, liftPanic, usePanicAsking } from './panic-store.ts';

/** Ctrl+Shift+Esc, wherever the focus is. */
const usePanicKey = (): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !event.ctrlKey || !event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) engagePanic();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
};

const Since = ({ since }: { since: string }) => {
  const now = useNow();
  const moment = momentOf(since);
  return (
    <div className="cell panic-for">
      <span className="cap">PANIC for</span>
      <span className="val fig">{moment === null ? '–' : elapsed(now - moment)}</span>
    </div>
  );
};

/** How long the panic has lasted; beside the clock. */
export const PanicTime = () => {
  const panic = usePanic();
  return panic?.engaged && panic.since !== null ? <Since since={panic.since} /> : null;
};

/** The corner that stops everything, and, once it has, lifts it again. */
export const PanicCorner = () => {
  const engaged = usePanic()?.engaged === true;
  const asked = usePanicAsking((asking) => asking.asked);
  usePanicKey();
  return (
    <>
      {engaged ? (
        <HoldButton key="lift" does="lift" isAsked={asked === 'lift'} fire={liftPanic} />
      ) : (
        <HoldButton key="panic" does="panic" isAsked={asked === 'engage'} fire={engagePanic} />
      )}
      {engaged && <span className="stripe" aria-hidden />}
    </>
  );
};

import { DiskCell } from '../features/cameras/DiskCell.tsx';
import { RecCell } from '../features/cameras/RecCell.tsx';
import { ArmedCell } from '../features/hardware/ArmedCell.tsx';
import { PanicCorner, PanicTime } from '../features/panic/PanicCorner.tsx';
import { useConfig } from '../state/mirror-store.ts';
import { Clock } from './Clock.tsx';
import { Lamps } from './Lamps.tsx';

const Mark = () => (
  <svg viewBox="0 0 22 22" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden>
    <rect x=".75" y=".75" width="20.5" height="20.5" rx="5" />
    <path
      d="M5 14.5V9.8c0-2 1.3-3.3 3-3.3s3 1.3 3 3.3 1.3 3.3 3 3.3 3-1.3 3-3.3"
      strokeLinecap="round"
    />
    <circle cx="17" cy="6" r="1.6" fill="currentColor" stroke="none" />
  </svg>
);

/** Always there: which show this is, how its parts are, what time it is, and what stops everything. */
export const TopBar = () => {
  const show = useConfig()?.show_name;
  return (
    <header className="top">
      <div className="brand">
        <Mark />
        <span>MCR Bridge</span>
      </div>
      <div className="cell show">
        <span className="cap">Show</span>
        <span className="val">
          <span className="cut">{show ?? '–'}</span>
        </span>
      </div>
      <Lamps />
      <ArmedCell />
      <RecCell />
      <DiskCell />
      <PanicTime />
      <Clock />
      <PanicCorner />
    </header>
  );
};

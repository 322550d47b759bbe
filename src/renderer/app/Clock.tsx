import { clockTime, clockTimeUtc } from '../state/local-time.ts';
import { useNow } from '../ui/use-now.ts';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The operator's time, and UTC below it. */
export const Clock = () => {
  const now = useNow();
  return (
    <div className="cell clock" title={`Times are in ${zone}`}>
      <time className="big fig">{clockTime(now)}</time>
      <span className="cap fig">{clockTimeUtc(now)} UTC</span>
    </div>
  );
};

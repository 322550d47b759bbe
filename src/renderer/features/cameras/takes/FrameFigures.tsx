import type { TakeView } from '#shared/contract/take-view.ts';
import { timeOf, utcOf } from '../../../state/local-time.ts';
import { gapWords } from '../camera-words.ts';
import type { Row } from './rows.ts';
import { countWords, timecode } from './take-words.ts';

interface FrameFiguresProps {
  timing: TakeView['timing'];
  frame: number;
  /** Since the first frame, in milliseconds. */
  ms: number;
  /** Null until it came. */
  row: Row | null;
  /** Since the frame before, in milliseconds; null for the first, or where it is not known yet. */
  sinceMs: number | null;
}

/** What is known of the frame that is shown. */
export const FrameFigures = ({ timing, frame, ms, row, sinceMs }: FrameFiguresProps) => {
  const at = row ? new Date(row.utcMs).toISOString() : null;
  const local = at === null ? null : timeOf(at);
  return (
    <dl className="frame-figures">
      <div className="frame-number">
        <dt>Frame</dt>
        <dd title="Counted from 0, as in the timing list">
          <b>{frame}</b> <span className="mut">of {countWords(timing.rows)}</span>
        </dd>
      </div>
      <div>
        <dt>In the take</dt>
        <dd>{timecode(ms)}</dd>
      </div>
      <div>
        <dt>Local time</dt>
        <dd>{local ? `${local.seconds}${local.millis}` : '–'}</dd>
      </div>
      <div className="wide">
        <dt>UTC</dt>
        <dd>{at === null ? '–' : utcOf(at).replace(' UTC', '')}</dd>
      </div>
      <div>
        <dt>Since last</dt>
        <dd>{sinceMs === null ? '–' : gapWords(sinceMs)}</dd>
      </div>
      <div>
        <dt>Source pts</dt>
        <dd>{row?.pts == null ? '–' : `${row.pts.toFixed(3)} s`}</dd>
      </div>
      <div>
        <dt>Queue</dt>
        <dd>{row ? row.queueDepth : '–'}</dd>
      </div>
      <div>
        <dt>Dropped before</dt>
        <dd className={row && row.droppedBefore > 0 ? 'c-amber' : undefined}>
          {row ? row.droppedBefore : '–'}
        </dd>
      </div>
    </dl>
  );
};

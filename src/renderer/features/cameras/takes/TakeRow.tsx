import { memo, type RefCallback } from 'react';
import type { TakeListing } from '#shared/contract/take-view.ts';
import { dateOf, timeOf, utcOf } from '../../../state/local-time.ts';
import { elapsedWords, fpsWords, gapWords, sizeWords, sumOf } from '../camera-words.ts';
import { keyOfTake } from './filter-takes.ts';
import { countWords, lengthWords, notesOf } from './take-words.ts';
import type { RunningTake } from './running.ts';
import { RecoveredMark, RunningMark, Verdict } from './Verdict.tsx';

interface PlaceInList {
  /** Its place in the list, from 0. */
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  measure: RefCallback<HTMLElement>;
}

const trialWords = (trial: number): string => String(trial).padStart(3, '0');

const StartCell = ({ at }: { at: string }) => (
  <td className="fig" title={`${dateOf(at)}, ${utcOf(at)}`}>
    {timeOf(at).seconds}
  </td>
);

interface TakeRowProps extends PlaceInList {
  take: TakeListing;
  isSelected: boolean;
}

export const TakeRow = memo(({ take, isSelected, index, top, measure }: TakeRowProps) => {
  const drops = sumOf(take.drops);
  const notes = notesOf(take);
  const key = keyOfTake(take);
  const known = (figure: string): string => (take.problem === null ? figure : '–');
  return (
    <tr
      ref={measure}
      id={`take-${key}`}
      className="tr"
      data-take={key}
      data-index={index}
      data-verdict={take.verdict}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      title={take.path}
      style={{ transform: `translateY(${top}px)` }}
    >
      <td>
        <Verdict of={take.verdict} />
      </td>
      <td className="fig">{trialWords(take.trial_number)}</td>
      <td className="name cut">{take.camera}</td>
      <td className="cut t-session">{take.session_prefix}</td>
      <StartCell at={take.started_at} />
      <td className="num">{lengthWords(take)}</td>
      <td className="num">{known(countWords(take.frames))}</td>
      <td className="num t-more">{known(countWords(take.rows))}</td>
      <td className="num t-fps">{known(take.actual_fps.toFixed(2))}</td>
      <td className={drops > 0 ? 'num c-amber' : 'num'}>{known(String(drops))}</td>
      <td className="num t-more">{known(gapWords(take.largest_gap_ms))}</td>
      <td className="num t-more">{known(sizeWords(take.bytes))}</td>
      {(notes.length > 0 || take.recovered) && (
        <td className="why">
          {take.recovered && <RecoveredMark />}
          {notes.join(' ')}
        </td>
      )}
    </tr>
  );
});
TakeRow.displayName = 'TakeRow';

interface RunningRowProps extends PlaceInList {
  running: RunningTake;
}

/** A take that runs: what is known of it so far. */
export const RunningRow = ({
  running: { camera, recording, state },
  index,
  top,
  measure,
}: RunningRowProps) => {
  const { telemetry } = camera;
  const isOver = state === 'judging';
  const drops = telemetry ? sumOf(telemetry.drops) : 0;
  return (
    <tr
      ref={measure}
      className="tr"
      data-running={state}
      data-index={index}
      aria-rowindex={index + 2}
      title={recording.file}
      style={{ transform: `translateY(${top}px)` }}
    >
      <td>
        <RunningMark of={state} />
      </td>
      <td className="fig">{trialWords(recording.trial_number)}</td>
      <td className="name cut">{camera.name ?? camera.slot}</td>
      <td className="cut t-session">{recording.session_prefix}</td>
      <StartCell at={recording.started_at} />
      <td className="num">{elapsedWords(recording.elapsed_ms)}</td>
      <td className="num">
        {telemetry?.frames_recorded == null ? '–' : countWords(telemetry.frames_recorded)}
      </td>
      <td className="num t-more">–</td>
      <td className="num t-fps">{isOver ? '–' : fpsWords(telemetry?.record_fps)}</td>
      <td className={drops > 0 ? 'num c-amber' : 'num'}>{telemetry ? drops : '–'}</td>
      <td className="num t-more">–</td>
      <td className="num t-more">–</td>
    </tr>
  );
};

import type { ReactNode } from 'react';
import type { TakeView } from '#shared/contract/take-view.ts';
import { dateOf, timeOf, utcOf } from '../../../state/local-time.ts';
import { dropWords, gapWords, modeWords, sizeWords } from '../camera-words.ts';
import { countWords, lengthWords } from './take-words.ts';

const CODECS: Record<string, string> = { mjpeg: 'MJPEG, the camera’s own', h264: 'H.264' };

const moment = (at: string): ReactNode => {
  const { seconds, millis } = timeOf(at);
  return <span title={utcOf(at)}>{`${dateOf(at)} ${seconds}${millis}`}</span>;
};

const factsOf = (take: TakeView): [string, ReactNode][] => [
  ['Session', take.session_prefix],
  ['Trial', String(take.trial_number).padStart(3, '0')],
  ['Camera', `${take.camera} · ${take.slot}`],
  ['Started', moment(take.started_at)],
  ['Length', lengthWords(take)],
  ['Mode', take.mode ? modeWords(take.mode) : '–'],
  ['Codec', take.codec === null ? '–' : (CODECS[take.codec] ?? take.codec)],
  ['fps asked for', take.requested_fps.toFixed(2)],
  ['fps recorded', take.actual_fps.toFixed(2)],
  ['Captured', `${countWords(take.captured)} frames`],
  ['In the timing', `${countWords(take.rows)} rows`],
  ['In the file', `${countWords(take.frames)} frames`],
  ['Dropped', dropWords(take.drops) || 'none'],
  ['Largest gap', gapWords(take.largest_gap_ms)],
  ['Size', sizeWords(take.bytes)],
  ['App', take.app_version || '–'],
];

/** What is known of the take as a whole. */
export const TakeFacts = ({ take }: { take: TakeView }) => (
  <dl className="take-facts">
    {factsOf(take).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

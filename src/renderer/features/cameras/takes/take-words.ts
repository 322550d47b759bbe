import type { TakeListing, TakeMark } from '#shared/contract/take-view.ts';
import { momentOf } from '../../../state/local-time.ts';
import { dropWords, elapsedWords, gapWords, sumOf } from '../camera-words.ts';

/** `00:47:12` of recording, as the clock on the wall has it; a dash where its end is not known. */
export const lengthWords = ({
  started_at,
  stopped_at,
}: Pick<TakeListing, 'started_at' | 'stopped_at'>): string => {
  const from = momentOf(started_at);
  const to = stopped_at === null ? null : momentOf(stopped_at);
  return from === null || to === null ? '–' : elapsedWords(to - from);
};

/** What has to be said of a take beside its figures, in sentences. */
export const notesOf = (take: TakeListing): string[] => [
  ...(take.problem === null ? [] : [take.problem]),
  ...take.reasons,
  ...(sumOf(take.drops) > 0 && take.verdict === 'PASS'
    ? [`Dropped: ${dropWords(take.drops)}.`]
    : []),
];

const two = (value: number): string => String(value).padStart(2, '0');

/** `04:12.033`, and `1:04:12.033` from an hour on. */
export const timecode = (ms: number): string => {
  const whole = Math.max(0, Math.round(ms));
  const seconds = Math.floor(whole / 1000);
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(whole % 1000).padStart(3, '0')}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
};

/** Where somebody wants to go. */
export type Place = { frame: number } | { ms: number };

/** `120` is a frame; `4.5 s`, `0:04.5`, `1:02:03` are times. Null for anything else. */
export const placeOf = (typed: string): Place | null => {
  const text = typed.trim().toLowerCase();
  if (/^\d{1,9}$/.test(text)) return { frame: Number(text) };
  const alone = /^(\d{1,7}(?:\.\d{1,6})?)\s*(ms|s)$/.exec(text);
  if (alone) return { ms: Number(alone[1]) * (alone[2] === 's' ? 1000 : 1) };
  const clock = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:\.\d{1,6})?)$/.exec(text);
  if (!clock) return null;
  const [, hours = 0, minutes, seconds] = clock;
  return {
    ms: Math.round(Number(hours) * 3.6e6 + Number(minutes) * 6e4 + Number(seconds) * 1000),
  };
};

/** A frame count as one reads it: `108 000`. */
export const countWords = (count: number): string =>
  String(count).replace(/\B(?=(\d{3})+$)/g, '\u202F');

export type MarkKind = 'pause' | 'drop' | 'gap';

export const kindOfMark = ({ reason, dropped }: TakeMark): MarkKind => {
  if (reason === 'paused') return 'pause';
  return dropped > 0 ? 'drop' : 'gap';
};

const REASONS: Record<string, string> = {
  no_frame: 'no frame came',
  dropped: 'nobody knows why',
};

/** `2 frames dropped, queue full`; `gap of 812 ms, no frame came`; `paused for 9.00 s`. */
export const markWords = (mark: TakeMark): string => {
  const { dropped, gap_ms, reason } = mark;
  if (kindOfMark(mark) === 'pause') {
    const lost = dropped > 0 ? `, ${dropped} dropped` : '';
    return `paused for ${gapWords(gap_ms)}${lost}`;
  }
  const why = REASONS[reason] ?? reason.replaceAll('_', ' ');
  if (dropped === 0) return `gap of ${gapWords(gap_ms)}, ${why}`;
  return `${dropped === 1 ? '1 frame' : `${dropped} frames`} dropped, ${why}`;
};

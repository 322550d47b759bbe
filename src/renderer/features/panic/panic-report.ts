import type { PanicReport, PanicState } from '#shared/contract/panic.ts';
import { timeOf, utcOf } from '../../state/local-time.ts';

export interface PanicCount {
  count: number;
  words: string;
}

const one = (count: number, single: string, several: string): PanicCount => ({
  count,
  words: count === 1 ? single : several,
});

/** What it ended, kind by kind; kinds of which there was none are left out. */
export const panicCounts = (report: PanicReport): PanicCount[] =>
  [
    one(report.cancelled, 'never sent', 'never sent'),
    one(report.aborted, 'cut off in flight', 'cut off in flight'),
    one(report.macros, 'macro stopped', 'macros stopped'),
    one(report.pending, 'ask of an agent denied', 'asks of agents denied'),
    one(report.released, 'key let go', 'keys let go'),
  ].filter(({ count }) => count > 0);

const duration = (ms: number): string =>
  ms < 9.95 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;

/** `Stopped at 21:14:37.412`. */
export const panicHeadline = ({ since }: PanicState): string => {
  if (since === null) return 'Stopped';
  const { seconds, millis } = timeOf(since);
  return `Stopped at ${seconds}${millis}`;
};

/** Who asked, and how long the stopping took. */
export const panicStory = ({ by, report }: PanicState): string => {
  const who = by === null || by === 'operator' ? 'By the operator' : `By ${by}`;
  if (!report) return `${who}.`;
  const counts = panicCounts(report);
  const nothing = counts.length === 0 && report.already_left.length === 0;
  return nothing ? `${who}. Nothing was under way.` : `${who}, in ${duration(report.took_ms)}.`;
};

/** All of it as text, for a message or a report. */
export const panicText = (state: PanicState): string => {
  const { since, report } = state;
  return [
    `${panicHeadline(state)}${since === null ? '' : ` (${utcOf(since)})`}`,
    panicStory(state),
    ...(report
      ? [
          ...panicCounts(report).map(({ count, words }) => `${count} ${words}`),
          `${report.already_left.length} had already left${report.already_left.length === 0 ? '' : ':'}`,
          ...report.already_left.map(
            ({ execution_id, intent_name, device_id }) =>
              `  ${intent_name ?? 'a key'} → ${device_id} · ${execution_id}`,
          ),
        ]
      : []),
    '',
  ].join('\n');
};

/** `00:00:12`. */
export const elapsed = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
};

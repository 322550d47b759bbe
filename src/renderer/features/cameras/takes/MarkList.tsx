import type { TakeView } from '#shared/contract/take-view.ts';
import { kindOfMark, markWords, timecode, type MarkKind } from './take-words.ts';

const KINDS: Record<MarkKind, [one: string, many: string]> = {
  drop: ['drop', 'drops'],
  gap: ['gap', 'gaps'],
  pause: ['pause', 'pauses'],
};

/** What the shapes on the bar mean, and how many there are of each. */
export const MarkLegend = ({ timing }: { timing: TakeView['timing'] }) => {
  const kinds = timing.marks.map(kindOfMark);
  return (
    <p className="mark-legend">
      {timing.marks.length === 0 && 'No gap, no drop'}
      {(['drop', 'gap', 'pause'] as const).map((kind) => {
        const count = kinds.filter((one) => one === kind).length;
        if (count === 0) return null;
        return (
          <span key={kind}>
            <span className="mark" data-kind={kind} aria-hidden />
            {count} {KINDS[kind][count === 1 ? 0 : 1]}
          </span>
        );
      })}
    </p>
  );
};

interface MarkListProps {
  timing: TakeView['timing'];
  frame: number;
  onGo: (frame: number) => void;
}

/** Where frames were lost or did not come: a press goes there. */
export const MarkList = ({ timing: { marks, marks_left_out }, frame, onGo }: MarkListProps) => {
  if (marks.length === 0) return null;
  return (
    <section aria-label="Marks">
      <h2>Marks</h2>
      <ul className="mark-list">
        {marks.map((mark) => (
          <li key={mark.row}>
            <button
              type="button"
              aria-current={mark.row === frame ? 'true' : undefined}
              onClick={() => onGo(mark.row)}
            >
              <span className="mark" data-kind={kindOfMark(mark)} aria-hidden />
              <span className="fig">{mark.row}</span>
              <span className="fig mut">{timecode(mark.at_ms)}</span>
              <span className="mark-words">{markWords(mark)}</span>
            </button>
          </li>
        ))}
      </ul>
      {marks_left_out > 0 && (
        <p className="help">{marks_left_out} more are in the timing list of the take.</p>
      )}
    </section>
  );
};

import { useState } from 'react';
import type { Difference } from './differences.ts';

const MOST_LINES = 100;
const MOST_TEXT = 3000;

interface SideProps {
  word: string;
  mark: '−' | '+';
  value: unknown;
}

const Side = ({ word, mark, value }: SideProps) => {
  const [isWhole, setIsWhole] = useState(false);
  if (value === undefined) return null;
  const text = JSON.stringify(value, null, 2) ?? '';
  const isLong = text.length > MOST_TEXT && !isWhole;
  return (
    <div className="st-side" data-mark={mark}>
      <span className="mut" aria-hidden>
        {mark}
      </span>
      <span className="sr">{word} </span>
      <pre>{isLong ? `${text.slice(0, MOST_TEXT)}…` : text}</pre>
      {isLong && (
        <button type="button" className="btn" onClick={() => setIsWhole(true)}>
          Show all {text.length.toLocaleString('en')} characters
        </button>
      )}
    </div>
  );
};

interface DifferenceListProps {
  all: readonly Difference[];
  /** What the two sides are, for those who can't see the marks. */
  words: { was: string; is: string };
  /** Where nothing differs. */
  none: string;
}

/** Member by member: what it was, what it is. */
export const DifferenceList = ({ all, words, none }: DifferenceListProps) => {
  const [most, setMost] = useState(MOST_LINES);
  if (all.length === 0) return <p className="st-wait sec">{none}</p>;
  return (
    <>
      <ul className="st-diffs">
        {all.slice(0, most).map(({ keys, place, was, is }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- one member may be changed several times
          <li key={`${keys.join('/')} ${at}`}>
            <b className="fig">{place}</b>
            <Side word={words.was} mark="−" value={was} />
            <Side word={words.is} mark="+" value={is} />
            {was === undefined && is === undefined && <span className="mut">not there</span>}
          </li>
        ))}
      </ul>
      {all.length > most && (
        <button type="button" className="btn" onClick={() => setMost(most + MOST_LINES)}>
          Show {Math.min(MOST_LINES, all.length - most)} more of {all.length}
        </button>
      )}
    </>
  );
};

import type { TakeView } from '#shared/contract/take-view.ts';
import { notesOf } from './take-words.ts';

/** Why the take was judged as it was. */
export const VerdictWords = ({ take }: { take: TakeView }) => {
  const notes = notesOf(take);
  return (
    <section aria-label="Verdict" className="take-verdict" data-verdict={take.verdict}>
      <h2>{take.verdict === 'PASS' ? 'Why it passed' : 'Why it failed'}</h2>
      {notes.length === 0 ? (
        <p className="help">
          Every frame that the camera delivered is in the file once, at its time, at the rate
          that was asked for.
        </p>
      ) : (
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
};

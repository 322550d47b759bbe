import { X } from 'lucide-react';

interface SaveRestProps {
  /** What is wrong, by field. */
  problems: readonly { field: string; message: string }[];
  /** What can be saved all the same; null where nothing was asked. Fields by their words. */
  rest:
    | { ok: true; saved: readonly string[]; together: readonly string[] }
    | { ok: false; why: 'new' | 'nothing' | 'together'; together: readonly string[] };
  isBusy: boolean;
  onSaveRest: () => void;
}

type Rest = SaveRestProps['rest'];

/** What can be saved, with the fields as the page calls them. */
export const restInWords = (rest: Rest, words: (path: string) => string): Rest => {
  const named = (paths: readonly string[]): string[] => [...new Set(paths.map(words))];
  const together = named(rest.together);
  return rest.ok
    ? { ok: true, saved: named(rest.saved), together }
    : { ok: false, why: rest.why, together };
};

const MOST_SHOWN = 4;

const list = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? '');

const said = (rest: SaveRestProps['rest']): string => {
  if (rest.ok) {
    const waits =
      rest.together.length > 0
        ? ` ${list(rest.together)} hangs together with it and waits too.`
        : '';
    return `${list(rest.saved)} can be saved now; what is wrong stays here until it is mended.${waits}`;
  }
  switch (rest.why) {
    case 'new':
      return 'It is new, so nothing is stored yet that could stand in: mend this first.';
    case 'nothing':
      return 'All else is saved. This stays here until it is mended.';
    case 'together':
      return `It hangs together with ${list(rest.together)}: mend it, and all of them are saved.`;
  }
};

/** What keeps a form from being saved as it stands, and the way to save the rest of it. */
export const SaveRest = ({ problems, rest, isBusy, onSaveRest }: SaveRestProps) => (
  <section className="save-rest" aria-label="Not saved">
    <ul>
      {problems.slice(0, MOST_SHOWN).map(({ field, message }) => (
        <li key={`${field} ${message}`} className="err">
          <X className="i i-14" aria-hidden />
          <span>
            <b>{field}:</b> {message}
          </span>
        </li>
      ))}
      {problems.length > MOST_SHOWN && <li>and {problems.length - MOST_SHOWN} more</li>}
    </ul>
    <p className="help">{said(rest)}</p>
    {rest.ok && (
      <button type="button" className="btn" disabled={isBusy} onClick={onSaveRest}>
        Save the rest
      </button>
    )}
  </section>
);

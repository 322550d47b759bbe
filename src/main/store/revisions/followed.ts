import { streamPosition, type StreamEntry } from '../audit-fields.ts';

const MOST = 200;

export interface Followed {
  /** What stands under the new name then, oldest first; null where nothing has to be written there. */
  to: StreamEntry[] | null;
  /** What is taken away from under the old name: their ids. */
  taken: string[];
}

const isSame = (one: StreamEntry, other: StreamEntry): boolean =>
  ['at', 'by', 'via', 'after'].every((field) => one.fields[field] === other.fields[field]);

/** Each id after the one before it: an entry keeps its own where it can. */
const inOrder = (entries: readonly StreamEntry[]): StreamEntry[] => {
  let [last, sequence] = [0n, 0n];
  return entries.map(({ id, fields }) => {
    const [itsLast = 0n, itsSequence = 0n] = streamPosition(id) ?? [];
    if (itsLast > last || (itsLast === last && itsSequence > sequence))
      [last, sequence] = [itsLast, itsSequence];
    else sequence += 1n;
    return { id: `${last}-${sequence}`, fields };
  });
};

/**
 * The revisions of a value that got another name, under that name: in front of its making there, which goes on from
 * them. The deletion of the old name stays where it is. Both oldest first. Doing it again changes nothing.
 */
export const followed = (
  from: readonly StreamEntry[],
  to: readonly StreamEntry[],
): Followed => {
  const isGone = from.at(-1)?.fields['after'] === '';
  const old = isGone ? from.slice(0, -1) : from;
  const taken = old.map(({ id }) => id);
  const fresh = old.filter((entry) => !to.some((each) => isSame(each, entry)));
  const last = fresh.at(-1);
  if (last === undefined) return { to: null, taken };
  const made = to.findLastIndex(({ fields }) => fields['before'] === '');
  const at = made < 0 ? to.length : made;
  const [making, ...rest] = to.slice(at);
  const goesOn = making && {
    ...making,
    fields: { ...making.fields, before: last.fields['after'] ?? '' },
  };
  const all = [...to.slice(0, at), ...fresh, ...(goesOn ? [goesOn] : []), ...rest];
  return { to: inOrder(all).slice(-MOST), taken };
};

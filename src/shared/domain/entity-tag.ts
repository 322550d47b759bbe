/** A revision as the ETag that carries it. */
export const etagOf = (revision: string): string => `"${revision}"`;

const TAG = '(?:W/)?"[\\x21\\x23-\\x7e]*"';
const TAGS = new RegExp(`^${TAG}(?: *, *${TAG})*$`);
const ONE = /(W\/)?"([^"]*)"/g;

/**
 * What an `If-Match` or `If-None-Match` names: `*`, or revisions. `strong` leaves out weak ones (`W/"…"`): those say
 * that two values are about the same, which is not enough to write. Null where it is neither.
 */
export const revisionsIn = (
  header: string,
  compare: 'strong' | 'weak',
): '*' | readonly string[] | null => {
  const text = header.trim();
  if (text === '*') return '*';
  if (!TAGS.test(text)) return null;
  return [...text.matchAll(ONE)].flatMap(([, weak, revision = '']) =>
    weak !== undefined && compare === 'strong' ? [] : [revision],
  );
};

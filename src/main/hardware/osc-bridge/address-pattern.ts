/** A pattern that is none. `at` counts characters from 0; `message` says what is wrong, `hint` what to write. */
export class PatternProblem extends Error {
  override readonly name = 'PatternProblem';
  readonly at: number;
  readonly hint: string;
  constructor(at: number, message: string, hint: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

type Step =
  | { kind: 'text'; text: string }
  | { kind: 'any' }
  | { kind: 'one' }
  | { kind: 'set'; not: boolean; ranges: readonly (readonly [string, string])[] }
  | { kind: 'choice'; texts: readonly string[] };

/** An address pattern as OSC 1.0 has it, parsed once. */
export interface AddressPattern {
  readonly source: string;
  readonly steps: readonly Step[];
  /** How many of `*`, `?`, `[…]` and `{…}` it has: each catches a text of its own. */
  readonly wildcards: number;
}

const MOST_CHARACTERS = 1024;
// oxlint-disable-next-line no-control-regex -- these characters are what is looked for
const FORBIDDEN = /[\u0000-\u0020#\u007f]/;

const closing = (source: string, at: number, close: string): number => {
  const end = source.indexOf(close, at + 1);
  if (end === -1)
    throw new PatternProblem(
      at,
      `"${source[at]}" is never closed`,
      `Put "${close}" where it ends.`,
    );
  const slash = source.slice(at, end).indexOf('/');
  if (slash !== -1)
    throw new PatternProblem(
      at + slash,
      `"/" stands inside "${source[at]}…${close}"`,
      'A wildcard is about one part of the address: write the "/" outside.',
    );
  return end;
};

const setOf = (source: string, at: number, end: number): Step => {
  const inner = source.slice(at + 1, end);
  const not = inner.startsWith('!');
  const characters = not ? inner.slice(1) : inner;
  if (characters === '')
    throw new PatternProblem(at, '"[]" matches nothing', 'Name characters, such as [0-9].');
  const ranges: (readonly [string, string])[] = [];
  for (let i = 0; i < characters.length; i += 1) {
    const from = characters.charAt(i);
    const to = characters.charAt(i + 2);
    // A minus at the end is itself.
    if (characters.charAt(i + 1) !== '-' || to === '') {
      ranges.push([from, from]);
      continue;
    }
    if (from > to)
      throw new PatternProblem(
        at + 1 + i + (not ? 1 : 0),
        `the range ${from}-${to} runs backwards`,
        `Write ${to}-${from}.`,
      );
    ranges.push([from, to]);
    i += 2;
  }
  return { kind: 'set', not, ranges };
};

const choiceOf = (source: string, at: number, end: number): Step => {
  const texts = source.slice(at + 1, end).split(',');
  const inner = /[{[*?\]]/.exec(source.slice(at + 1, end));
  if (inner)
    throw new PatternProblem(
      at + 1 + inner.index,
      `"${inner[0]}" stands inside "{…}"`,
      'Plain texts only stand there, with commas between them.',
    );
  return { kind: 'choice', texts };
};

/**
 * Parses `*` (any characters of one part), `?` (one), `[a-z]`, `[!a-z]` and `{one,other}`.
 * @throws PatternProblem with the place.
 */
export const parseAddressPattern = (source: string): AddressPattern => {
  if (!source.startsWith('/'))
    throw new PatternProblem(
      0,
      `"${source.slice(0, 80)}" is no OSC address`,
      'It begins with "/".',
    );
  if (source.length > MOST_CHARACTERS)
    throw new PatternProblem(
      0,
      `it has ${source.length} characters`,
      `${MOST_CHARACTERS} is the most.`,
    );
  const forbidden = FORBIDDEN.exec(source);
  if (forbidden)
    throw new PatternProblem(
      forbidden.index,
      `${JSON.stringify(forbidden[0])} can't stand in an OSC address`,
      'Take it out: no spaces, # or control characters.',
    );
  const steps: Step[] = [];
  let text = '';
  const push = (step: Step): void => {
    if (text) steps.push({ kind: 'text', text });
    text = '';
    steps.push(step);
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '*') push({ kind: 'any' });
    else if (character === '?') push({ kind: 'one' });
    else if (character === '[') {
      const end = closing(source, at, ']');
      push(setOf(source, at, end));
      at = end;
    } else if (character === '{') {
      const end = closing(source, at, '}');
      push(choiceOf(source, at, end));
      at = end;
    } else if (character === ']' || character === '}')
      throw new PatternProblem(
        at,
        `"${character}" closes what was never opened`,
        `Take it out, or put "${character === ']' ? '[' : '{'}" before it.`,
      );
    else text += character;
  }
  if (text) steps.push({ kind: 'text', text });
  return { source, steps, wildcards: steps.filter(({ kind }) => kind !== 'text').length };
};

/** Where a step other than `*` can end that begins at `at`. */
const ends = (
  step: Exclude<Step, { kind: 'any' }>,
  address: string,
  at: number,
): readonly number[] => {
  const character = address.charAt(at);
  const inPart = character !== '' && character !== '/';
  switch (step.kind) {
    case 'text':
      return address.startsWith(step.text, at) ? [at + step.text.length] : [];
    case 'one':
      return inPart ? [at + 1] : [];
    case 'set':
      return inPart &&
        step.ranges.some(([from, to]) => character >= from && character <= to) !== step.not
        ? [at + 1]
        : [];
    case 'choice':
      return step.texts
        .filter((text) => address.startsWith(text, at))
        .map((text) => at + text.length);
  }
};

/**
 * What each wildcard caught, in order; null where the address does not match, or is longer than 1024 characters. A place
 * that failed once is not tried again: no pattern takes longer than its length times the address's.
 */
export const matchAddress = (pattern: AddressPattern, address: string): string[] | null => {
  if (address.length > MOST_CHARACTERS) return null;
  const { steps } = pattern;
  const [first] = steps;
  if (first?.kind === 'text' && !address.startsWith(first.text)) return null;
  const width = address.length + 1;
  const failed = new Uint8Array((steps.length + 1) * width);
  /** Where each step begins. */
  const starts: number[] = [];
  const from = (index: number, at: number): boolean => {
    starts[index] = at;
    const step = steps[index];
    return step ? within(step, index, at) : at === address.length;
  };
  const within = (step: Step, index: number, at: number): boolean => {
    if (failed[index * width + at] === 1) return false;
    if (step.kind === 'any') {
      const more = at < address.length && address.charAt(at) !== '/';
      // As much as it can, as a person reads it.
      if (more && within(step, index, at + 1)) return true;
      if (from(index + 1, at)) return true;
    } else if (ends(step, address, at).some((end) => from(index + 1, end))) return true;
    failed[index * width + at] = 1;
    return false;
  };
  if (!from(0, 0)) return null;
  return steps.flatMap(({ kind }, index) =>
    kind === 'text' ? [] : [address.slice(starts[index], starts[index + 1])],
  );
};

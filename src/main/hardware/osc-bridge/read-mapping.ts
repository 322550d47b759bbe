import { isAlias, isMap, isNode, isPair, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { MOST_MAPPING_BYTES, type MappingFault } from '#shared/contract/osc-bridge.ts';
import { MappingSchema, type Mapping } from './mapping-schema.ts';

const MOST_ALIASES = 50;
const MOST_EXPANDED_BYTES = 1024 * 1024;
const MOST_FAULTS = 50;

type Step = string | number;

/** Where in the file a value stands. */
export type PlaceOf = (path: readonly Step[]) => { line: number; column: number };

export type ReadMapping = { mapping: Mapping; placeOf: PlaceOf } | { faults: MappingFault[] };

const written = (path: readonly Step[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');

const HINTS: Record<string, string> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  DUPLICATE_KEY: 'Keep one of the two.',
  MULTIPLE_DOCS: 'A mapping file is one document: take out the "---" and what does not belong.',
  MISSING_CHAR: 'Close the quote or the bracket.',
  BAD_INDENT: 'Close the bracket, and indent what is inside it.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a text that holds ": " in quotes.',
  TAG_RESOLVE_FAILED: 'Take the "!" and its word out: a mapping has plain values only.',
  RESOURCE_EXHAUSTION: 'It is nested too deep: a mapping needs six levels.',
};
const ANY_HINT =
  'Look at the indentation, the colons and the quotes of this line and the one before.';

/** Finds in a document what zod's paths mean. */
class Places {
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  at(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** Where the value stands, or, where it is missing, what it is missing in. With `key`: where that key stands. */
  of(path: readonly Step[], key?: string): { line: number; column: number } {
    let node: unknown = this.#document.contents;
    let offset = startOf(node) ?? 0;
    for (const step of path) {
      const next = this.#child(node, step);
      if (next === undefined) break;
      node = next;
      offset = startOf(node) ?? offset;
    }
    if (key !== undefined) offset = this.#keyOf(node, key) ?? offset;
    return this.at(offset);
  }

  #resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }

  #child(node: unknown, step: Step): unknown {
    const parent = this.#resolved(node);
    if (!isMap(parent) && !isSeq(parent)) return undefined;
    return parent.get(step, true);
  }

  #keyOf(node: unknown, key: string): number | undefined {
    const parent = this.#resolved(node);
    if (!isMap(parent)) return undefined;
    const pair = parent.items.find(
      (item) => isPair(item) && isNode(item.key) && String(item.key) === key,
    );
    return startOf(pair?.key);
  }
}

const startOf = (node: unknown): number | undefined =>
  isNode(node) ? node.range?.[0] : undefined;

const whole = (message: string, hint: string): { faults: MappingFault[] } => ({
  faults: [{ line: 1, column: 1, path: '', message, hint }],
});

const firstAlias = (document: Document): number => {
  let offset = 0;
  visit(document, {
    Alias: (_, node) => {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
};

/** Plain data, or what its aliases do wrong. */
const expand = (
  document: Document,
  places: Places,
): { value: unknown } | { faults: MappingFault[] } => {
  const fault = (message: string, hint: string): { faults: MappingFault[] } => ({
    faults: [{ ...places.at(firstAlias(document)), path: '', message, hint }],
  });
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    const text = JSON.stringify(value) ?? '';
    if (text.length <= MOST_EXPANDED_BYTES) return { value };
    return fault(
      'With its aliases written out this file is too large.',
      'Use fewer "*" aliases.',
    );
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (said.includes('Unresolved alias'))
      return fault(`${said}.`, 'Write "&name" before the value that "*name" stands for.');
    if (said.includes('alias'))
      return fault(
        'Aliases in aliases: written out this would be far too large.',
        'Use "*" aliases for plain values only, 50 at most.',
      );
    return fault('An alias stands inside what it stands for.', 'Write the value out instead.');
  }
};

/** Never throws. Takes a bounded time, whatever the text is. */
export const readMapping = (text: string): ReadMapping => {
  if (Buffer.byteLength(text) > MOST_MAPPING_BYTES)
    return whole(
      `The file is larger than ${MOST_MAPPING_BYTES / 1024} KiB.`,
      'Is it the right file? Split it over two bridges if it is.',
    );
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const places = new Places(document, lines);
  const syntax = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    ...places.at(pos[0]),
    path: '',
    message: `${message}.`,
    hint: HINTS[code] ?? ANY_HINT,
  }));
  if (syntax.length > 0) return { faults: syntax.slice(0, MOST_FAULTS) };
  if (document.contents === null)
    return whole('The file is empty.', 'Begin with "osc:", "to_osc:" or "to_websocket:".');
  const expanded = expand(document, places);
  if ('faults' in expanded) return expanded;
  const parsed = MappingSchema.safeParse(expanded.value);
  if (parsed.success) return { mapping: parsed.data, placeOf: (path) => places.of(path) };
  const faults = parsed.error.issues.map((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    const [message = '', hint = ANY_HINT] = issue.message.split('\n');
    const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    return { ...places.of(path, key), path: written(path), message, hint };
  });
  return {
    faults: faults
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
      .slice(0, MOST_FAULTS),
  };
};

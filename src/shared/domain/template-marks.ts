import { isName } from '../contract/names.ts';
import { secretName } from './template.ts';

/** A stretch of a template as its author wrote it. Together the marks are the whole text. */
export interface TemplateMark {
  kind: 'literal' | 'escape' | 'variable' | 'secret' | 'stray';
  /** As written, braces and dollar included. */
  text: string;
  /** Characters from the start. */
  at: number;
  /** Of a variable or a secret. */
  name?: string;
}

/** The places that a parse of the same text finds, and the braces that it takes for literal ones. */
const MARK =
  /(?<escape>\{\{|\}\}|\$\$)|\{(?<variable>[A-Za-z_]\w*|(?:secret|var):[^{}]*)\}|\$(?<dollar>[A-Za-z_]\w*)|(?<stray>[{}])/g;

/** Splits a template for the eye: what is text, what is filled in, what stands for one brace, what was hardly meant. */
export const templateMarks = (text: string): TemplateMark[] => {
  const marks: TemplateMark[] = [];
  let end = 0;
  const literal = (until: number): void => {
    if (until > end) marks.push({ kind: 'literal', text: text.slice(end, until), at: end });
  };
  for (const match of text.matchAll(MARK)) {
    const { escape, variable, dollar } = match.groups ?? {};
    literal(match.index);
    end = match.index + match[0].length;
    const piece = { text: match[0], at: match.index };
    const name = variable ?? dollar;
    if (name !== undefined) {
      const secret = secretName(name);
      marks.push(
        secret === null
          ? { ...piece, kind: 'variable', name }
          : { ...piece, kind: 'secret', name: secret },
      );
    } else marks.push({ ...piece, kind: escape === undefined ? 'stray' : 'escape' });
  }
  literal(text.length);
  return marks;
};

/** What the author should look at: stray braces and secrets without a proper name, each with its place in words. */
export const templateWarnings = (text: string): { at: number; message: string }[] =>
  templateMarks(text).flatMap(({ kind, text: written, at, name }) => {
    const where = placeOf(text, at);
    if (kind === 'stray')
      return [
        {
          at,
          message: `${where}: this ${written} ${written === '{' ? 'begins' : 'ends'} no variable and is sent as it is. Write ${written}${written} if you mean it, or name a variable like {page}.`,
        },
      ];
    if (kind === 'secret' && !isName(name ?? ''))
      return [{ at, message: `${where}: ${written} names no secret.` }];
    return [];
  });

const placeOf = (text: string, at: number): string => {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return line > 1 || text.includes('\n')
    ? `Line ${line}, character ${column}`
    : `Character ${column}`;
};

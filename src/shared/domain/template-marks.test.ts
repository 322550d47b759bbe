import { describe, expect, test } from 'vitest';
import { parseTemplate, templateVariables } from './template.ts';
import { templateMarks, templateWarnings } from './template-marks.ts';

const kinds = (text: string): [string, string][] =>
  templateMarks(text).map((mark) => [mark.kind, mark.text]);

describe('templateMarks', () => {
  test('tells text, variables, secrets, literal braces and stray ones apart', () => {
    expect(kinds('/a/{page}?k={secret:key}&$row {{x}} {')).toEqual([
      ['literal', '/a/'],
      ['variable', '{page}'],
      ['literal', '?k='],
      ['secret', '{secret:key}'],
      ['literal', '&'],
      ['variable', '$row'],
      ['literal', ' '],
      ['escape', '{{'],
      ['literal', 'x'],
      ['escape', '}}'],
      ['literal', ' '],
      ['stray', '{'],
    ]);
  });

  test.each(['', '{a}{b}', '{{{a}}}', '$a$$b {1} }', 'LOCATION {page}/{row\r\n'])(
    'covers the whole of %j, and finds the variables that a parse finds',
    (text) => {
      const marks = templateMarks(text);
      expect(marks.map((mark) => mark.text).join('')).toBe(text);
      const named = marks.flatMap(({ kind, name }) => (kind === 'variable' ? [name] : []));
      expect([...new Set(named)]).toEqual(templateVariables(parseTemplate(text)));
    },
  );

  test('says where a stray brace stands and what to write', () => {
    expect(templateWarnings('PRESS {page} }\nX {')).toEqual([
      {
        at: 13,
        message: expect.stringMatching(/^Line 1, character 14: this } ends no variable.*}}/),
      },
      { at: 17, message: expect.stringMatching(/^Line 2, character 3: this { begins no/) },
    ]);
    expect(templateWarnings('{{ {page} }}')).toEqual([]);
  });
});

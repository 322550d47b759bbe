import { expect, test } from 'vitest';
import { inOneLine, messageOf, roundedIn, spelledOut } from './message-draft.ts';

const problem = (text: string): string => {
  const draft = messageOf(text);
  return draft.ok ? 'none' : draft.problem;
};

test('a message with a type can be sent, whatever else it holds', () => {
  expect(messageOf('{"type":"x","n":[1]}')).toEqual({
    ok: true,
    message: { type: 'x', n: [1] },
  });
});

test('what is wrong is said with its place and what to type', () => {
  expect(problem('  ')).toMatch(/^Type a message/);
  expect(problem('{\n  "type": "x",\n  n: 1\n}')).toMatch(/^Line 3, column 3: this is no JSON/);
  expect(problem('[1]')).toMatch(/put it in \{ \}/);
  expect(problem('7')).toMatch(/put it in \{ \}/);
  expect(problem('null')).toMatch(/put it in \{ \}/);
  expect(problem('{"n":1}')).toMatch(/add "type"/);
  expect(problem('{"type":""}')).toMatch(/add "type"/);
  expect(problem('{"type":7}')).toMatch(/add "type"/);
});

test('a message is spelled out; what is none, or was cut, stays as it came', () => {
  expect(spelledOut('{"type":"x"}')).toBe('{\n  "type": "x"\n}');
  expect(spelledOut('{"type":"x","long":"aaa…')).toBe('{"type":"x","long":"aaa…');
});

test.each([
  { type: 'x', list: [1, { a: null }], empty: {}, none: [], text: 'a, {"b": [\\"]}' },
  { type: 'x', nested: { deep: [[], [true, 'é\n']] } },
])('%j is spread as JSON usually is', (message) => {
  expect(spelledOut(JSON.stringify(message))).toBe(JSON.stringify(message, null, 2));
});

test('what is shown is what came: no number is rounded, and nothing that stands twice is left out', () => {
  const shown = spelledOut('{"type":"x","id":12345678901234567890,"v":1.0,"v":2}');
  expect(shown).toBe(
    '{\n  "type": "x",\n  "id": 12345678901234567890,\n  "v": 1.0,\n  "v": 2\n}',
  );
});

test('a number that would be rounded is found, and one in a text is none', () => {
  expect(roundedIn('{"n":12345678901234567}')).toEqual({
    typed: '12345678901234567',
    sent: '12345678901234568',
  });
  expect(roundedIn('{"n":[9007199254740991,1.5,-3],"t":"12345678901234567"}')).toBeNull();
});

test('a line leaves out the type that stands beside it', () => {
  expect(inOneLine('{"type":"x","n":1}', 'x')).toBe('{"n":1}');
  expect(inOneLine('{"type":"x"}', 'x')).toBe('{}');
  expect(inOneLine('{"n":1,"type":"x"}', 'x')).toBe('{"n":1,"type":"x"}');
  expect(inOneLine('no JSON', null)).toBe('no JSON');
});

import { describe, expect, test } from 'vitest';
import { kindOf, typedText, typedValue, type ValueKind } from './typed-text.ts';

test.each<[unknown, ValueKind, string]>([
  ['a "b"', 'text', 'a "b"'],
  [14, 'number', '14'],
  [false, 'yes_no', 'false'],
  [null, 'null', 'null'],
  [[1], 'json', '[\n  1\n]'],
  [{ a: 1 }, 'json', '{\n  "a": 1\n}'],
])('%j is typed as %s, and comes back as it was', (value, kind, text) => {
  expect(kindOf(value)).toBe(kind);
  expect(typedText(value)).toBe(text);
  expect(typedValue(kind, text)).toEqual({ ok: true, value });
});

describe('what is typed', () => {
  test.each(['-8.5', '0', '1e3', ' 14 '])('%s is a number', (text) => {
    expect(typedValue('number', text)).toEqual({ ok: true, value: Number(text) });
  });
  test.each([
    ['', /Nothing is no number/],
    ['4 200', /“4 200” is no number/],
    ['0x10', /no number/],
    ['9007199254740993', /beyond 2\^53/],
    ['1e999', /beyond/],
  ])('%s is none', (text, message) => {
    expect(typedValue('number', text)).toMatchObject({
      ok: false,
      message: expect.stringMatching(message),
    });
  });
  test('as JSON says where it breaks, and keeps prototypes out', () => {
    expect(typedValue('json', '{"a": }')).toMatchObject({
      ok: false,
      message: expect.stringContaining('This is no JSON'),
    });
    expect(typedValue('json', '{"__proto__": 1}')).toMatchObject({
      ok: false,
      message: expect.stringContaining('__proto__'),
    });
  });
  test('as text is always one, whatever it looks like', () => {
    expect(typedValue('text', '14')).toEqual({ ok: true, value: '14' });
  });
});

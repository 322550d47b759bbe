import { expect, test } from 'vitest';
import { readContext, readMatch, writeContext, writeMatch } from './trigger-lines.ts';

test('a field is compared with what stands behind its sign', () => {
  const text =
    'buzzerId = red\nlevel = 3\n\non = true\nteam = ["a",2]\nas_text = "3"\nodd = "  "';
  const match = {
    buzzerId: 'red',
    level: 3,
    on: true,
    team: ['a', 2],
    as_text: '3',
    odd: '  ',
  };
  expect(readMatch(text)).toEqual({ ok: true, value: match });
  expect(readMatch(writeMatch(match))).toEqual({ ok: true, value: match });
});

test('a value may hold the sign itself', () => {
  expect(readMatch('url = a=b')).toEqual({ ok: true, value: { url: 'a=b' } });
});

test('a value of the context is a field, a field with something for when it is missing, or fixed', () => {
  const text = 'player = player.name\nteam = team.0 or "nobody"\nroom = "studio"\nn = 7';
  const context = {
    player: { field: 'player.name' },
    team: { field: 'team.0', default: 'nobody' },
    room: { value: 'studio' },
    n: { value: 7 },
  };
  expect(readContext(text)).toEqual({ ok: true, value: context });
  expect(readContext(writeContext(context))).toEqual({ ok: true, value: context });
});

test('names and fields that would read as something else stand in quotes, and come back as they were', () => {
  const match = { 'a=b': 1, ' edge ': 'x', '"q"': true, 'two\nlines': null };
  expect(readMatch(writeMatch(match))).toEqual({ ok: true, value: match });
  const context = {
    'of = two': { field: 'player name', default: 'nobody' },
    digit: { field: '0' },
    word: { field: 'null' },
    quoted: { field: '"x"' },
    or: { field: 'a or "b"' },
    plain: { field: 'field' },
  };
  expect(readContext(writeContext(context))).toEqual({ ok: true, value: context });
  expect(writeContext({ n: { field: '0' } })).toBe('n = field "0"');
});

test('nothing is nothing', () => {
  expect(readMatch(' \n')).toEqual({ ok: true, value: {} });
  expect(readContext('')).toEqual({ ok: true, value: {} });
});

test.each([
  ['buzzerId', 'Line 1: write a field'],
  ['a = 1\n= 3', 'Line 2: write a field'],
  ['a = {"b":1}', 'Line 1: a field is compared with'],
  ['a = [[1]]', 'Line 1: a field is compared with'],
  ['a = []', 'Line 1: a field is compared with'],
  ['a = 1\na = 2', 'Line 2: a stands in another line already'],
  ['"a = 1', 'Line 1: write a field'],
])('%j is no match, and says what to write', (text, words) => {
  const read = readMatch(text);
  expect(read.ok ? '' : read.problem).toContain(words);
});

test.each([
  ['player', 'Line 1: write a name'],
  ['a = b c', 'Line 1: write a name'],
  ['a = b\nc = "open', 'Line 2: write a name'],
  ['a = b or nobody', 'Line 1: after “or”'],
  ['a = b\na = c', 'Line 2: a stands in another line already'],
])('%j is no context, and says what to write', (text, words) => {
  const read = readContext(text);
  expect(read.ok ? '' : read.problem).toContain(words);
});

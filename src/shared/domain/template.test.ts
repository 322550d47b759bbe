import { expect, test } from 'vitest';
import {
  fillTemplate,
  holdsVariable,
  MASK,
  MASKED,
  parseTemplate,
  secretName,
  soleVariable,
  templateVariables,
} from './template.ts';

const fill = (text: string, values: Record<string, unknown>) =>
  fillTemplate(parseTemplate(text), values, String);

test('fills both spellings, each once, and never looks into a value', () => {
  expect(fill('/api/{page}/$row', { page: 1, row: 0 })).toBe('/api/1/0');
  expect(fill('{a}{b}', { a: '{b}', b: '$a' })).toBe('{b}$a');
});

test('$page does not eat $page_count', () => {
  expect(fill('$page_count of $page', { page: 2, page_count: 9 })).toBe('9 of 2');
});

test('doubled braces and dollars are literal', () => {
  expect(fill('{{name}} $$name {{{name}}}', { name: 'x' })).toBe('{name} $name {x}');
});

test('braces and dollars that begin no name are themselves, so JSON may stand in a payload', () => {
  expect(fill('{"price": "$5", "to": "{to}"}', { to: 'a' })).toBe('{"price": "$5", "to": "a"}');
  expect(fill('a } b { c', {})).toBe('a } b { c');
});

test('names its variables once each, in order', () => {
  expect(templateVariables(parseTemplate('{b}/$a/{b}'))).toEqual(['b', 'a']);
  expect(templateVariables(parseTemplate(''))).toEqual([]);
});

test('knows a template that is one variable only', () => {
  expect(soleVariable(parseTemplate('{a}'))).toBe('a');
  expect(soleVariable(parseTemplate('{a} '))).toBeNull();
});

test('a secret is a variable of its own kind, in braces only', () => {
  const template = parseTemplate('Bearer {secret:api.key-1} $secret:x {secret}');
  expect(templateVariables(template)).toEqual(['secret:api.key-1', 'secret']);
  expect(secretName('secret:api.key-1')).toBe('api.key-1');
  expect(secretName('secret')).toBeNull();
  expect(fill('{{secret:a}}', {})).toBe('{secret:a}');
});

test('what is masked is filled in as the mask, past any encoding', () => {
  const template = parseTemplate('a={a};');
  const filled = fillTemplate(template, { a: MASKED }, () =>
    expect.unreachable('a mask is not encoded'),
  );
  expect(filled).toBe(`a=${MASK};`);
});

test.each([
  ['a {b}', true],
  ['$a', true],
  [{ list: [1, { text: '{a}' }] }, true],
  ['{"json": "{{a}}"}', false],
  [['a', 5, null], false],
])('%j holds a variable: %j', (value, holds) => {
  expect(holdsVariable(value)).toBe(holds);
});

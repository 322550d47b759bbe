import { describe, expect, test } from 'vitest';
import { MASK } from '#shared/domain/template.ts';
import { redactor, Redaction } from './redactor.ts';

const SECRET = `k&y/"w\\ördé'  (x) <1>`;
const masking = redactor([SECRET, 'hunter2hunter2']);

const form = new URLSearchParams({ s: SECRET }).toString().slice(2);

describe('every form of a value is masked', () => {
  test.each([
    ['itself', SECRET],
    ['in a path', encodeURIComponent(SECRET)],
    [
      'with small hex digits',
      encodeURIComponent(SECRET).replace(/%../g, (hex) => hex.toLowerCase()),
    ],
    ['in a form', form],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    ['with folded spaces', SECRET.replace(/\s+/g, ' ')],
    ['in base64', Buffer.from(SECRET).toString('base64').replace(/=+$/, '')],
    ['in base64url', Buffer.from(SECRET).toString('base64url')],
    ['in hex', Buffer.from(SECRET).toString('hex')],
    ['in HTML', 'k&amp;y/&quot;w\\ördé&#39;  (x) &lt;1&gt;'],
  ])('%s', (_, text) => {
    expect(masking.redactText(`a ${text} b ${text}`)).not.toContain(text.slice(0, 4));
  });

  test.each(['u:', 'us:', 'use:'])('in the base64 of %s and it', (user) => {
    const basic = Buffer.from(`${user}hunter2hunter2`).toString('base64');
    const masked = masking.redactText(`Basic ${basic}`);
    expect(masked).toContain(MASK);
    const left = Buffer.from(masked.replace(MASK, '').slice('Basic '.length), 'base64');
    expect(left.toString('latin1')).not.toMatch(/hun|unt|nte|ter/);
  });
});

test('the longest of values within one another is masked', () => {
  expect(redactor(['abcd', 'abcdefgh', 'efgh']).redactText('1 abcdefgh 2 abcd')).toBe(
    `1 ${MASK} 2 ${MASK}`,
  );
});

test('what a cut left of a value is masked, at the end and before an ellipsis', () => {
  expect(masking.redactText('token=hunter2hun')).toBe(`token=${MASK}`);
  expect(masking.redactText('it said: "token hunter2…" and more')).toBe(
    `it said: "token ${MASK}…" and more`,
  );
  expect(masking.redactText('a hunt is no secret here')).toBe('a hunt is no secret here');
  expect(masking.redactText('hun')).toBe('hun');
});

test('a structure is masked throughout, keys too, and is the same object where nothing is', () => {
  const value = { a: [{ hunter2hunter2: 'x hunter2hunter2' }], n: 7, none: null };
  expect(masking.redactDeep(value)).toEqual({ a: [{ [MASK]: `x ${MASK}` }], n: 7, none: null });
  const clean = { a: [{ b: 'c' }], n: 7 };
  expect(masking.redactDeep(clean)).toBe(clean);
});

test('a value of nothing but signs of a pattern is itself', () => {
  const signs = '.*+?^${}()|[]\\/-';
  expect(redactor([signs]).redactText(`<${signs}> abc`)).toBe(`<${MASK}> abc`);
});

test('with nothing to mask it gives back what it was given', () => {
  const value = { a: 'b' };
  expect(redactor([]).redactDeep(value)).toBe(value);
  expect(redactor([]).redactText('a')).toBe('a');
});

test('what was hidden once stays hidden', () => {
  const redaction = new Redaction();
  expect(redaction.idle).toBe(true);
  redaction.hide(['first-value']);
  redaction.hide(['second-value']);
  expect(redaction.idle).toBe(false);
  expect(redaction.redactText('first-value second-value')).toBe(`${MASK} ${MASK}`);
  expect(redaction.redactDeep({ a: 'first-value' })).toEqual({ a: MASK });
});

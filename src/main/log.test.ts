import { expect, test } from 'vitest';
import { z } from 'zod';
import { MASK } from '#shared/domain/template.ts';
import { createLog } from './log.ts';
import { Redaction } from './secrets/redactor.ts';

const LineSchema = z.looseObject({ msg: z.string().optional() });
const SECRET = 'tally-ho/42';

const logged = (...hidden: string[]) => {
  const lines: string[] = [];
  const redactor = new Redaction();
  redactor.hide(hidden);
  const log = createLog('debug', { redactor, to: { write: (line) => void lines.push(line) } });
  return {
    log,
    redactor,
    text: () => lines.join(''),
    line: () => LineSchema.parse(JSON.parse(lines.at(-1) ?? '')),
  };
};

test('a secret is masked in a message, a key, an error, its stack, its cause and anything deep', () => {
  const { log, text, line } = logged(SECRET);
  const cause = new Error(`inner ${SECRET}`);
  const err = Object.assign(new Error(`outer ${SECRET}`, { cause }), {
    request: { url: `http://h/${encodeURIComponent(SECRET)}`, tries: [{ [SECRET]: SECRET }] },
  });
  log.error({ err, deep: { a: [{ b: { c: { d: SECRET } } }] } }, `it was ${SECRET}`);
  expect(text()).not.toMatch(/tally-ho/);
  expect(line()).toMatchObject({
    msg: `it was ${MASK}`,
    err: { message: `outer ${MASK}: inner ${MASK}`, request: { url: `http://h/${MASK}` } },
    deep: { a: [{ b: { c: { d: MASK } } }] },
  });
});

test('what is hidden later is masked from then on', () => {
  const { log, redactor, line } = logged();
  log.info(SECRET);
  expect(line().msg).toBe(SECRET);
  redactor.hide([SECRET]);
  log.info(SECRET);
  expect(line().msg).toBe(MASK);
});

test.each([
  'token',
  'accessToken',
  'Authorization',
  'password',
  'client_secret',
  'set-cookie',
  'x-api-key',
])('a field named %s is masked at any depth, whatever it holds', (name) => {
  const { log, text } = logged();
  const hush = { [name]: { deep: ['hush'] } };
  log.warn({ [name]: 'hush', a: { b: [{ c: { d: { [name]: 'hush' } } }, hush] } });
  log.error({
    err: Object.assign(new Error('no'), { response: { headers: { [name]: 'hush' } } }),
  });
  expect(text()).not.toContain('hush');
});

test('other fields, and whether there is a token, are told', () => {
  const { log, line } = logged(SECRET);
  log.info({ tokens: 3, secret: null, token: true, keyboard: 'on' }, 'said');
  expect(line()).toMatchObject({
    tokens: 3,
    secret: null,
    token: true,
    keyboard: 'on',
    msg: 'said',
  });
});

test('a line stays JSON whatever the secret looks like', () => {
  const { log, line } = logged('"level"', '"}\n{"', '1800000000');
  log.info({ a: '"level":"}\n{"' }, 'said');
  expect(line()).toMatchObject({ a: `${MASK}:${MASK}`, msg: 'said' });
});

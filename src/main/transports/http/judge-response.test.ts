import type { HttpCommand } from '#shared/domain/command.ts';
import { expect, test } from 'vitest';
import { judgeResponse } from './judge-response.ts';

const endpoint = { host: '10.0.0.4', port: 8000 };
const reply = (text = '', headers: Record<string, string> = {}) => ({ text, headers });
const companion = { 'x-app': 'Bitfocus Companion' };

const judge = (
  status: number,
  given: Parameters<typeof judgeResponse>[1],
  success: HttpCommand['success'],
  at: Parameters<typeof judgeResponse>[3],
) => judgeResponse(status, given, { path: '/api/location/1/3/7/press', success }, at);

test('without a rule any 2xx is success, with one its statuses alone', () => {
  expect(judge(200, reply('ok'), null, endpoint)).toBeNull();
  expect(judge(204, reply(), null, endpoint)).toBeNull();
  expect(judge(302, reply(), null, endpoint)).not.toBeNull();
  expect(judge(404, reply(), { status: [404] }, endpoint)).toBeNull();
  expect(judge(201, reply(), { status: [200] }, endpoint)).toMatchObject({
    error_type: 'protocol_error',
    message: '10.0.0.4:8000 answered 201 Created',
  });
});

test('204 under a rule: Companion has no button there', () => {
  expect(judge(204, reply('', companion), { status: [200] }, endpoint)).toMatchObject({
    error_type: 'invalid_response',
    message: 'Companion has no button at 1/3/7.',
    hint: 'Put a button at that place in Companion, or point the intent at another key.',
    ambiguous: false,
    more: { status: 204 },
  });
  expect(judge(204, reply(), { status: [200] }, endpoint)).toMatchObject({
    error_type: 'invalid_response',
    message: expect.stringContaining('10.0.0.4:8000'),
  });
});

test('403: only Companion means its own switch by it', () => {
  expect(judge(403, reply('', companion), null, endpoint)).toMatchObject({
    error_type: 'protocol_error',
    message: "Companion's HTTP API is switched off.",
  });
  expect(judge(403, reply('Go\n  away'), null, endpoint)?.message).toBe(
    '10.0.0.4:8000 answered 403 Forbidden: "Go away"',
  );
});

test('429 is rate_limited and passes on what it asks', () => {
  expect(judge(429, reply('', { 'retry-after': '3' }), null, endpoint)).toMatchObject({
    error_type: 'rate_limited',
    more: { retry_after: '3', retry_after_ms: 3000 },
  });
  const date = 'Sat, 21 Nov 2026 20:00:00 GMT';
  expect(judge(429, reply('', { 'retry-after': date }), null, endpoint)).toMatchObject({
    more: { retry_after: date, retry_after_ms: null },
  });
  expect(judge(429, reply(), null, endpoint)).toMatchObject({
    more: { retry_after: null },
  });
});

test('503 asks to wait only where it says so', () => {
  expect(judge(503, reply('', { 'retry-after': '2' }), null, endpoint)).toMatchObject({
    error_type: 'rate_limited',
    message: '10.0.0.4:8000 can take nothing at the moment (503).',
    more: { status: 503, retry_after_ms: 2000 },
  });
  expect(judge(503, reply(), null, endpoint)?.error_type).toBe('protocol_error');
});

test('a long body is named by its first words', () => {
  const cause = judge(500, reply('word '.repeat(100)), null, endpoint);
  expect(cause?.message.length).toBeLessThan(200);
  expect(cause?.message).toContain('500 Internal Server Error: "word word');
});

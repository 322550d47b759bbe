import { expect, test } from 'vitest';
import { MASK } from '#shared/domain/template.ts';
import type { SendResult } from '../transports/transport.ts';
import { redactResult } from './redact-result.ts';
import { Redaction } from './redactor.ts';

const timings = { connect: null, write: 0.1, reply: 2 };
const failed: SendResult = {
  outcome: 'failed',
  fault: {
    error_type: 'protocol_error',
    message: 'it answered "tally-ho-42 is wr…"',
    details: { hint: 'say tally-ho-42', status: 403, tries: [{ said: 'tally-ho-42' }] },
  },
  ambiguous: false,
  reply: { status: 403, headers: { 'x-echo': 'tally-ho-42' }, text: '{"t":"tally-ho-42"}' },
  timings,
};

test('reply, message and details are masked; our own words are not', () => {
  const redaction = new Redaction();
  redaction.hide(['tally-ho-42', 'protocol_error', 'failed']);
  expect(redactResult(failed, redaction)).toEqual({
    outcome: 'failed',
    fault: {
      error_type: 'protocol_error',
      message: `it answered "${MASK} is wr…"`,
      details: { hint: `say ${MASK}`, status: 403, tries: [{ said: MASK }] },
    },
    ambiguous: false,
    reply: { status: 403, headers: { 'x-echo': MASK }, text: `{"t":"${MASK}"}` },
    timings,
  });
  const ok: SendResult = { outcome: 'ok', reply: null, timings };
  expect(redactResult(ok, redaction)).toEqual(ok);
});

test('without secrets nothing is copied', () => {
  expect(redactResult(failed, new Redaction())).toBe(failed);
});

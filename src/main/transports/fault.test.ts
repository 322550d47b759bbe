import { expect, test } from 'vitest';
import { explain, faultOf, mayHaveLeft } from './fault.ts';

const endpoint = { host: '10.0.0.4', port: 8000 };
const coded = (code: string): Error => Object.assign(new Error(`it said ${code}`), { code });

test.each([
  ['ECONNREFUSED', 'connection_refused', false],
  ['ENOTFOUND', 'dns_resolution', false],
  ['EAI_AGAIN', 'dns_resolution', false],
  ['EHOSTUNREACH', 'connection_timeout', true],
  ['ENETUNREACH', 'connection_timeout', true],
  ['ETIMEDOUT', 'connection_timeout', true],
  ['ECONNRESET', 'connection_lost', true],
  ['UND_ERR_SOCKET', 'connection_lost', true],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'connection_lost', true],
  ['HPE_INVALID_EOF_STATE', 'connection_lost', true],
  ['HPE_INVALID_CONSTANT', 'invalid_response', false],
  ['UND_ERR_HEADERS_OVERFLOW', 'invalid_response', false],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'protocol_error', false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'protocol_error', false],
  ['CERT_HAS_EXPIRED', 'protocol_error', false],
  ['UND_ERR_INVALID_ARG', 'validation_error', false],
  ['EMSGSIZE', 'validation_error', false],
  ['EACCES', 'connection_refused', false],
  ['EMFILE', 'internal', true],
])('%s means %s', (code, type, ambiguousOnceLeft) => {
  const before = explain(coded(code), endpoint, false);
  expect(before).toMatchObject({ error_type: type, ambiguous: false, code });
  expect(before.message).toContain('10.0.0.4:8000');
  expect(before.hint).not.toBe('');
  expect(explain(coded(code), endpoint, true).ambiguous).toBe(ambiguousOnceLeft);
});

test('an error without a code says what it said', () => {
  expect(explain('odd', endpoint, false)).toMatchObject({
    error_type: 'internal',
    message: 'Sending to 10.0.0.4:8000 failed: odd.',
  });
});

test('a fault holds only JSON', () => {
  const fault = faultOf(explain(new Error('x'), { host: '::1', port: 1 }, false), endpoint);
  expect(JSON.parse(JSON.stringify(fault))).toEqual(fault);
});

test('only a write that the system refused is known not to have left', () => {
  expect(mayHaveLeft(Object.assign(coded('ECONNRESET'), { syscall: 'write' }))).toBe(false);
  expect(mayHaveLeft(Object.assign(coded('ECONNRESET'), { syscall: 'read' }))).toBe(true);
  expect(mayHaveLeft(coded('ERR_STREAM_DESTROYED'))).toBe(false);
  expect(mayHaveLeft(coded('UND_ERR_SOCKET'))).toBe(true);
});

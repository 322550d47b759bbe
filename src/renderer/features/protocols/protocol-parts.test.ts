import { describe, expect, test } from 'vitest';
import { IntentSchema } from '#shared/contract/intent.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { landingsOf } from './landings.ts';
import { previewOf } from './preview.ts';
import { usersOf } from './used-by.ts';
import { verdictOf, verdictsOf } from './verdicts.ts';

const http = ProtocolSchema.parse({
  protocol_name: 'set',
  template: '/p/{page}',
  headers: { authorization: 'Bearer {secret:key}' },
  body: { text: '{text}', label: 'now {page}' },
  success: { status: [200] },
});

describe('a protocol on its page', () => {
  test('says where each variable lands and what it must be', () => {
    expect(landingsOf(http)).toEqual([
      {
        name: 'page',
        isSecret: false,
        isOfSession: false,
        places: ['path', 'body'],
        mustBe: 'text, percent-encoded',
      },
      {
        name: 'key',
        isSecret: true,
        isOfSession: false,
        places: ['header'],
        mustBe: 'one line',
      },
      {
        name: 'text',
        isSecret: false,
        isOfSession: false,
        places: ['body'],
        mustBe: expect.stringContaining('as it is'),
      },
    ]);
  });

  test('shows the command with its secret masked, or what is missing', () => {
    const shown = previewOf(http, undefined, undefined, { page: 1, text: 'a "b"' });
    expect(shown.command).toMatchObject({
      url: expect.stringMatching(/:8000\/p\/1$/),
      headers: { authorization: 'Bearer ••••••' },
      body: '{"text":"a \\"b\\"","label":"now 1"}',
    });
    expect(previewOf(http, undefined, undefined, { page: 1 }).fault?.message).toContain('text');
  });

  test('shows what the session has now', () => {
    const level = ProtocolSchema.parse({
      protocol_name: 'level',
      protocol_type: 'tcp',
      template: 'LEVEL {var:level}',
    });
    expect(landingsOf(level)).toMatchObject([{ name: 'var:level', isOfSession: true }]);
    const given = { 'var:level': 'sample' };
    expect(previewOf(level, undefined, undefined, given).fault?.message).toContain('level');
    expect(
      previewOf(level, undefined, undefined, given, { 'var:level': 1 }).command,
    ).toMatchObject({
      payload: 'LEVEL 1\n',
    });
  });

  test('judges replies as the engine does', () => {
    expect(verdictOf(http, '200').outcome).toBe('ok');
    expect(verdictOf(http, '201').outcome).toBe('failed');
    const vmix = ProtocolSchema.parse({
      protocol_name: 'cut',
      protocol_type: 'tcp',
      template: 'FUNCTION Cut\r\n',
      success: { reply_prefix: 'FUNCTION OK', reply_ignore: ['VERSION'] },
    });
    expect(verdictOf(vmix, 'FUNCTION OK Completed').outcome).toBe('ok');
    expect(verdictOf(vmix, 'FUNCTION ER No such input').outcome).toBe('failed');
    expect(verdictOf(vmix, 'VERSION OK 29').words).toBe('passed over');
    expect(verdictsOf({ ...vmix, success: null })[0]?.outcome).toBe('sent');
    expect(verdictsOf(vmix).find(({ reply }) => reply === 'no reply')?.outcome).toBe('unknown');
    expect(verdictsOf({ ...vmix, protocol_type: 'udp' })[0]?.outcome).toBe('sent');
  });

  test('judges the statuses of OBS as the engine does', () => {
    const start = ProtocolSchema.parse({
      protocol_name: 'start',
      protocol_type: 'obs',
      template: 'StartStream',
      success: { request_status: [500] },
    });
    expect(verdictOf(start, '100').outcome).toBe('ok');
    expect(verdictOf(start, '500').outcome).toBe('ok');
    expect(verdictOf({ ...start, success: null }, '500').outcome).toBe('failed');
    expect(verdictsOf(start).slice(0, 2)).toMatchObject([
      { reply: '100', note: 'done', outcome: 'ok' },
      { reply: '500', note: 'it runs already', outcome: 'ok' },
    ]);
    expect(verdictsOf(start).find(({ reply }) => reply === 'no reply')?.outcome).toBe(
      'unknown',
    );
  });

  test('finds the intents that use it, fallbacks too', () => {
    const intent = IntentSchema.parse({
      intent_name: 'cut',
      actions: [
        {
          protocol_name: 'other',
          device_id: 'd',
          fallbacks: [{ protocol_name: 'set', device_id: 'd' }],
        },
      ],
    });
    expect(usersOf('set', { cut: intent })).toEqual(['cut']);
    expect(usersOf('none', { cut: intent })).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import companion from '../../../../resources/packs/companion.json' with { type: 'json' };
import core from '../../../../resources/packs/core.json' with { type: 'json' };
import obs from '../../../../resources/packs/obs.json' with { type: 'json' };
import qlab from '../../../../resources/packs/qlab.json' with { type: 'json' };
import switcher from '../../../../resources/packs/switcher.json' with { type: 'json' };
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { blankForm, formOf, onTransport, protocolOf, sampleOf } from './protocol-form.ts';

const FileSchema = z.object({ protocols: z.array(ProtocolSchema) });
const shipped = [companion, core, obs, qlab, switcher].flatMap(
  (file) => FileSchema.parse(file).protocols,
);

describe('the form of a protocol', () => {
  test.each(shipped.map((protocol) => [protocol.protocol_name, protocol] as const))(
    'of %s gives the same protocol back',
    (_name, protocol) => {
      const back = protocolOf(formOf(protocol));
      if (!back.ok) throw new Error(JSON.stringify(back.problems));
      expect({ ...back.value, variables: back.value.variables.toSorted() }).toEqual({
        ...protocol,
        variables: protocol.variables.toSorted(),
      });
    },
  );

  test('keeps what it does not show', () => {
    const protocol = ProtocolSchema.parse({
      protocol_name: 'odd',
      protocol_type: 'tcp',
      template: 'GO {n}\r\n',
      tcp_port: 9,
      host: 'other',
      retry: { attempts: 2 },
      success: { reply_prefix: 'OK', later: true },
      from_python: { a: 1 },
      variables: ['n'],
      samples: { n: '7' },
    });
    expect(protocolOf(formOf(protocol))).toEqual({ ok: true, value: protocol });
  });

  test('of OBS keeps an object that one variable stands for, and statuses of its own', () => {
    const protocol = ProtocolSchema.parse({
      protocol_name: 'any',
      protocol_type: 'obs',
      template: '{request}',
      body: '{data}',
      success: { request_status: [500, 501] },
      variables: ['request', 'data'],
    });
    const form = formOf(protocol);
    expect(form).toMatchObject({ bodyKind: 'json', body: '"{data}"', statuses: '500, 501' });
    expect(protocolOf(form)).toEqual({ ok: true, value: protocol });
    // Status codes of HTTP mean nothing to OBS, nor the other way round.
    expect(onTransport(form, 'http').statuses).toBe('');
    expect(onTransport(blankForm('x'), 'obs')).toMatchObject({ statuses: '', template: '' });
  });

  test('makes nothing of a paste that went wrong, and says what is the most', () => {
    const made = protocolOf({ ...blankForm('x'), template: `/${'{a}'.repeat(400_000)}` });
    expect(made).toEqual({
      ok: false,
      problems: [['template', expect.stringContaining('65,536 is the most')]],
    });
  });

  test('lists the variables that stand anywhere, without being told', () => {
    const form = {
      ...blankForm('x'),
      template: '/a/{page}',
      query: [{ name: 'q', value: '$word' }],
      headers: [{ name: 'x-key', value: '{secret:key}' }],
      bodyKind: 'json' as const,
      body: '{"deep": ["{text}"]}',
    };
    expect(protocolOf(form)).toMatchObject({
      ok: true,
      value: { variables: ['page', 'word', 'text'] },
    });
  });

  test.each([
    [{ protocol_name: 'two words' }, 'protocol_name'],
    [{ template: 'no slash' }, 'template'],
    [{ template: '' }, 'template'],
    [{ bodyKind: 'json' as const, body: '{"a": {b}}' }, 'body'],
    [{ statuses: '2xx' }, 'statuses'],
    [{ statuses: '99' }, 'statuses'],
    [{ port: '70000' }, 'port'],
    [{ port: 'http' }, 'port'],
    [{ method: 'post' }, 'method'],
    [
      {
        headers: [
          { name: 'a', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
      'headers',
    ],
  ])('with %j says so at the field', (change, field) => {
    const made = protocolOf({ ...blankForm('x'), ...change });
    expect(made).toMatchObject({ ok: false, problems: [[field, expect.any(String)]] });
  });

  test('changes its transport and keeps what can be said there', () => {
    const form = onTransport({ ...blankForm('x'), template: '/go' }, 'osc');
    expect(protocolOf(form)).toMatchObject({
      ok: true,
      value: { protocol_type: 'osc', template: '/go' },
    });
  });

  test.each([
    ['5', 5],
    ['"5"', '5'],
    ['007', '007'],
    ['true', true],
    ['a b', 'a b'],
  ])('takes the sample %s as %j', (text, sample) => expect(sampleOf(text)).toBe(sample));
});

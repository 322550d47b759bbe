import { describe, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../contract/config.ts';
import { DeviceSchema } from '../contract/device.ts';
import { ProtocolSchema } from '../contract/protocol.ts';
import { resolveCommand } from './resolve-command.ts';

const config = BridgeConfigSchema.parse({});
const device = DeviceSchema.parse({ device_id: 'studio_main', device_type: 'streamdeck_xl' });

const resolve = (protocol: unknown, variables: Record<string, unknown> = {}) =>
  resolveCommand({
    protocol: ProtocolSchema.parse(protocol),
    device,
    config,
    variables,
    simulated: null,
  });

const command = (protocol: unknown, variables: Record<string, unknown> = {}) => {
  const result = resolve(protocol, variables);
  if (!result.ok) throw new Error(result.fault.message);
  return result.command;
};

const fault = (protocol: unknown, variables: Record<string, unknown> = {}) => {
  const result = resolve(protocol, variables);
  if (result.ok) throw new Error('it resolved');
  return result.fault;
};

const path = (template: string) => ({ protocol_name: 'p', protocol_type: 'http', template });
const tcp = { protocol_name: 't', protocol_type: 'tcp', template: 'SAY {text}' };
const udp = { protocol_name: 'u', protocol_type: 'udp', template: 'BTN|{text}' };

describe('http', () => {
  test("makes the seed's press", () => {
    expect(
      command(path('/api/location/{page}/{row}/{col}/press'), { page: 1, row: 0, col: 2 }),
    ).toEqual({
      transport: 'http',
      host: '127.0.0.1',
      port: 8000,
      tls: false,
      method: 'POST',
      path: '/api/location/1/0/2/press',
      headers: {},
      body: null,
      success: null,
      idempotent: false,
    });
  });

  test.each([
    ['a/../b', '/v/a%2F..%2Fb'],
    ['a\r\nX: y', '/v/a%0D%0AX%3A%20y'],
    ['a\0b', '/v/a%00b'],
    ['say "hi"', '/v/say%20%22hi%22'],
    ['🎬', '/v/%F0%9F%8E%AC'],
    ['a?b#c&d', '/v/a%3Fb%23c%26d'],
  ])('a value can add no segment, parameter or line: %j', (value, expected) => {
    expect(command(path('/v/{value}'), { value })).toMatchObject({ path: expected });
  });

  test.each(['', '.', '..'])('refuses a value that would change the path: %j', (value) => {
    expect(fault(path('/v/{value}/x'), { value })).toMatchObject({
      error_type: 'validation_error',
      details: { variable: 'value' },
    });
  });

  test('two values can not make a ".." together', () => {
    expect(fault(path('/v/{a}{b}/x'), { a: '.', b: '.' }).error_type).toBe('validation_error');
    expect(fault(path('/v/{a}./x'), { a: '.' }).error_type).toBe('validation_error');
  });

  test('query values are encoded, and a query in the path is kept', () => {
    const protocol = { ...path('/style?size=auto'), query: { text: '{text}', bg: '#{color}' } };
    expect(command(protocol, { text: 'A&B=C', color: 'f00' })).toMatchObject({
      path: '/style?size=auto&text=A%26B%3DC&bg=%23f00',
    });
  });

  test("the seed's body: texts are filled, a whole variable keeps its type", () => {
    const protocol = {
      ...path('/x'),
      body: {
        action: '{action}',
        level: '{level}',
        note: 'by {agent_id}',
        list: ['{action}', 1],
      },
    };
    const { body, headers } = Object(
      command(protocol, { action: 'a"b', level: 5, agent_id: 'if.sam' }),
    );
    expect(JSON.parse(body)).toEqual({
      action: 'a"b',
      level: 5,
      note: 'by if.sam',
      list: ['a"b', 1],
    });
    expect(headers).toEqual({ 'content-type': 'application/json' });
  });

  test('a text body under a JSON content type is escaped for JSON', () => {
    const protocol = {
      ...path('/x'),
      headers: { 'Content-Type': 'application/json' },
      body: '{"text":"{text}"}',
    };
    const { body } = Object(command(protocol, { text: 'say "hi"\r\n\\ 🎬' }));
    expect(JSON.parse(body)).toEqual({ text: 'say "hi"\r\n\\ 🎬' });
  });

  test("the seed's body from the variables", () => {
    expect(command(path('/x'), { body: { a: 1 } })).toMatchObject({ body: '{"a":1}' });
  });

  test.each(['a\r\nb', 'a\nb', 'a\0b', '🎬'])('a header refuses %j', (value) => {
    const protocol = { ...path('/x'), headers: { 'X-Show': '{value}' } };
    expect(fault(protocol, { value })).toMatchObject({ details: { variable: 'value' } });
  });
});

describe('variables', () => {
  test.each(['constructor', '__proto__', 'toString', 'valueOf'])(
    'what every object has by itself is no value: %s',
    (name) => {
      const body = { ...path('/x'), body: { x: `{${name}}` } };
      for (const protocol of [path(`/{${name}}`), body, { ...tcp, template: `SAY {${name}}` }])
        expect(fault(protocol)).toMatchObject({
          error_type: 'validation_error',
          details: { missing: [name] },
        });
      // Given, it is a value like any.
      const given = Object.fromEntries([[name, 'v']]);
      expect(command(body, given)).toMatchObject({ body: '{"x":"v"}' });
    },
  );

  test('all missing ones are named at once, wherever they stand', () => {
    const protocol = {
      ...path('/{page}/{row}'),
      query: { q: '{query}' },
      headers: { h: '$head' },
      body: { b: ['{body_text}'] },
    };
    expect(fault(protocol, { row: 1 })).toMatchObject({
      error_type: 'validation_error',
      message: 'Missing variables: page, query, head, body_text',
      details: { missing: ['page', 'query', 'head', 'body_text'] },
    });
  });

  test('extra ones do no harm', () => {
    expect(command(path('/{a}'), { a: 1, b: 2, custom_x: {} })).toMatchObject({ path: '/1' });
  });

  test.each([{ a: {} }, { a: [] }, { a: Number.NaN }, { a: Infinity }])(
    'what has no one spelling is refused in text: %j',
    (variables) => {
      expect(fault(path('/{a}'), variables)).toMatchObject({ details: { variable: 'a' } });
    },
  );

  test('a lone surrogate is refused, not thrown', () => {
    expect(fault(path('/{a}'), { a: '\ud800' })).toMatchObject({ details: { variable: 'a' } });
  });
});

describe('lines and datagrams', () => {
  test.each(['a\r\nPANIC', 'a\nb', 'a\rb', 'a\0b'])(
    'no value begins a second command: %j',
    (text) => {
      expect(fault(tcp, { text }).error_type).toBe('validation_error');
      expect(fault(udp, { text }).error_type).toBe('validation_error');
    },
  );

  test('a line gets its ending once', () => {
    expect(command(tcp, { text: 'a "quoted" 🎬' })).toMatchObject({
      payload: 'SAY a "quoted" 🎬\n',
      port: 16759,
    });
    expect(command({ ...tcp, template: 'SAY {text}\r\n' }, { text: 'x' })).toMatchObject({
      payload: 'SAY x\r\n',
    });
    expect(command(udp, { text: 'x' })).toMatchObject({ payload: 'BTN|x' });
  });
});

describe('osc', () => {
  const osc = { protocol_name: 'o', protocol_type: 'osc', template: '/location/{page}/press' };

  test('arguments are always typed', () => {
    const protocol = {
      ...osc,
      osc_args: [
        { type: 'i', value: '{level}' },
        { type: 'f', value: 7 },
        { type: 's', value: 'hi {page}' },
        { type: 'h', value: '9007199254740993' },
        { type: 'T' },
        { type: 'b', value: 'AQID' },
      ],
    };
    expect(command(protocol, { page: 1, level: '3' })).toMatchObject({
      address: '/location/1/press',
      port: 12321,
      via: 'udp',
      args: [
        { type: 'i', value: 3 },
        { type: 'f', value: 7 },
        { type: 's', value: 'hi 1' },
        { type: 'h', value: '9007199254740993' },
        { type: 'T' },
        { type: 'b', value: 'AQID' },
      ],
    });
  });

  test("the seed's osc_type is one argument, 1; its osc_args variable is typed too", () => {
    expect(command({ ...osc, osc_type: 'i', osc_port: 12345 }, { page: 0 })).toMatchObject({
      port: 12345,
      args: [{ type: 'i', value: 1 }],
    });
    expect(command(osc, { page: 0, osc_args: [7, 0.5, 'a', true] })).toMatchObject({
      args: [
        { type: 'i', value: 7 },
        { type: 'f', value: 0.5 },
        { type: 's', value: 'a' },
        { type: 'T' },
      ],
    });
  });

  test.each(['a/b', 'a b', '*', '#', '{x}', '', 'a\0'])('an address takes no %j', (page) => {
    expect(fault(osc, { page }).error_type).toBe('validation_error');
  });

  test.each([
    ['i', 1.5],
    ['i', 2 ** 31],
    ['f', 'loud'],
    ['h', '9223372036854775808'],
    ['s', 'a\0b'],
    ['b', 'not base64!'],
  ])('a value that is no %s is refused: %j', (type, value) => {
    const protocol = { ...osc, osc_args: [{ type, value: '{v}' }] };
    expect(fault(protocol, { page: 1, v: value }).error_type).toBe('validation_error');
  });
});

import { describe, expect, test } from 'vitest';
import type { MappingFault } from '#shared/contract/osc-bridge.ts';
import type { Mapping } from './mapping-schema.ts';
import { readMapping } from './read-mapping.ts';

const mappingOf = (text: string): Mapping => {
  const read = readMapping(text);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.mapping;
};
const faultsOf = (text: string): MappingFault[] => {
  const read = readMapping(text);
  return 'faults' in read ? read.faults : [];
};

const GOOD = `
osc:
  receive: { port: 9000 }
  send: { via: tcp, host: 10.0.0.4, port: 9001, framing: length }
to_osc:
  - when: { type: toggle_buzzers, match: { enabled: true, team.name: [red, blue] } }
    send:
      address: /light/{team.name}/on
      args:
        - { type: i, value: 1 }
        - { type: s, field: team.name, default: nobody }
        - { type: bool, field: enabled }
to_websocket:
  - address: /buzzer/*/press
    types: i
    send:
      type: buzzer_pressed
      fields:
        buzzerId: { wildcard: 1 }
        velocity: { arg: 1 }
        source: osc
guards: { echo_ms: 300 }
`;

describe('a mapping file', () => {
  test('is read with what it leaves out filled in', () => {
    const mapping = mappingOf(GOOD);
    expect(mapping.osc.receive).toEqual({
      via: 'udp',
      host: '127.0.0.1',
      port: 9000,
      framing: 'slip',
    });
    expect(mapping.guards).toEqual({
      echo_ms: 300,
      per_second: 200,
      same_per_second: 20,
    });
    expect(mapping.to_websocket[0]?.address.wildcards).toBe(1);
    expect(mapping.to_osc[0]?.send.address.parts).toEqual(['/light/', 'team.name', '/on']);
  });

  test('may name a value once and use it again', () => {
    const { osc } = mappingOf(
      'osc: { receive: { host: &here 10.0.0.4, port: 9000 }, send: { host: *here, port: 9001 } }',
    );
    expect(osc.send?.host).toBe('10.0.0.4');
  });
});

const ON = 'osc: { receive: { port: 9000 }, send: { port: 9001 } }';
const toOsc = (rule: string): string => `${ON}\nto_osc:\n  - ${rule}`;
const toWebSocket = (rule: string): string => `${ON}\nto_websocket:\n  - ${rule}`;

describe('a fault has its place and says what to write', () => {
  test.each<[string, string, [number, number], string, string]>([
    ['tab', 'osc:\n\treceive: {}', [2, 1], 'Tabs', 'spaces'],
    ['key twice', 'to_osc: []\nto_osc: []', [2, 1], 'unique', 'Keep one'],
    ['open quote', 'osc: "x', [1, 8], 'quote', 'Close the quote'],
    [
      'two documents',
      'to_osc: []\n---\nto_osc: []',
      [2, 1],
      'multiple documents',
      'one document',
    ],
    ['tag', 'to_osc: !python []', [1, 9], 'tag', 'plain values'],
    ['nothing', '# nothing yet\n', [1, 1], 'empty', 'Begin with'],
    ['a list', '- a', [1, 1], 'must have keys', 'osc, to_osc, to_websocket, guards'],
    ['unknown key', 'to_osk: []', [1, 1], '"to_osk"', 'to_osc'],
    ['unknown key within', `${ON}\nguards:\n  echo: 3`, [3, 3], '"echo"', 'echo_ms'],
    [
      'unknown key of a rule',
      toOsc('{ when: { type: a }, send: { address: /a }, say: 1 }'),
      [3, 49],
      '"say" is no key of a rule of to_osc',
      'when, send',
    ],
    ['port', 'osc:\n  receive:\n    port: 70000', [3, 11], '70000 is no port', '1 to 65535'],
    [
      'port as text',
      'osc:\n  receive:\n    port: "9000"',
      [3, 11],
      '"9000" is no port',
      'quotes',
    ],
    ['no port', 'osc:\n  receive: {}', [2, 12], 'port is missing', '65535'],
    [
      'host with a port',
      'osc: { send: { host: "a:/b", port: 1 } }',
      [1, 22],
      'no host',
      'without a port',
    ],
    ['via', 'osc: { send: { via: sctp, port: 1 } }', [1, 21], '"sctp" is no via', 'udp, tcp'],
    [
      'no type',
      toOsc('when: {}\n    send: { address: /a }'),
      [3, 11],
      'type is missing',
      'toggle_buzzers',
    ],
    [
      'type that is a number',
      toOsc('when: { type: 5 }\n    send: { address: /a }'),
      [3, 19],
      'must be text',
      'quotes',
    ],
    ['no when', toOsc('send: { address: /a }'), [3, 5], 'when is missing', 'type'],
    [
      'unknown OSC type',
      toOsc('when: { type: t }\n    send: { address: /a, args: [ { type: x, value: 1 } ] }'),
      [4, 42],
      '"x" is no OSC type',
      'bool',
    ],
    [
      'value that does not fit',
      toOsc(
        'when: { type: t }\n    send: { address: /a, args: [ { type: i, value: seven } ] }',
      ),
      [4, 52],
      '"seven" can\'t be sent',
      'whole number',
    ],
    [
      'field and value',
      toOsc(
        'when: { type: t }\n    send: { address: /a, args: [ { type: i, value: 1, field: a } ] }',
      ),
      [4, 34],
      'either field or value',
      'one of them',
    ],
    [
      'value of a flag',
      toOsc('when: { type: t }\n    send: { address: /a, args: [ { type: T, field: a } ] }'),
      [4, 34],
      'no value',
      'bool',
    ],
    [
      'pattern to send to',
      toOsc('when: { type: t }\n    send: { address: /a/* }'),
      [4, 22],
      '"*" can\'t stand',
      'received',
    ],
    [
      'address without a slash',
      toOsc('when: { type: t }\n    send: { address: a }'),
      [4, 22],
      'no OSC address',
      '"/"',
    ],
    [
      'nameless field',
      toOsc('when: { type: t }\n    send: { address: "/a/{}" }'),
      [4, 22],
      'names no field',
      'name',
    ],
    [
      'match that is an object',
      toOsc('when: { type: t, match: { a: { b: 1 } } }\n    send: { address: /a }'),
      [3, 34],
      'A match is',
      'enabled: true',
    ],
    [
      'pattern never closed',
      toWebSocket('address: "/a/[x"\n    send: { type: t }'),
      [3, 14],
      'at character 4',
      '"]"',
    ],
    [
      'letters that are no types',
      toWebSocket('address: /a\n    types: iz\n    send: { type: t }'),
      [4, 12],
      'no OSC type',
      'i whole',
    ],
    [
      'wildcard that is not there',
      toWebSocket('address: /a/*\n    send: { type: t, fields: { x: { wildcard: 2 } } }'),
      [4, 47],
      '1 wildcards',
      'from the left',
    ],
    [
      'a field from nowhere',
      toWebSocket('address: /a\n    send: { type: t, fields: { x: { argument: 2 } } }'),
      [4, 35],
      'says not where',
      '{arg: 1}',
    ],
    [
      'nowhere to send',
      'to_osc:\n  - when: { type: t }\n    send: { address: /a }',
      [3, 11],
      'where to send',
      'osc: send',
    ],
    [
      'nothing that listens',
      'to_websocket:\n  - address: /a\n    send: { type: t }',
      [2, 3],
      'nothing listens',
      'osc: receive',
    ],
    [
      'itself',
      'osc: { receive: { port: 9000 }, send: { host: localhost, port: 9000 } }',
      [1, 64],
      'to itself',
      'another one',
    ],
    ['alias of nothing', 'osc:\n  send: *nowhere', [2, 9], 'Unresolved alias', '&name'],
    ['alias of itself', 'to_osc: &a\n  - *a', [2, 5], 'inside', 'Write the value out'],
  ])('%s', (_what, text, [line, column], message, hint) => {
    expect(faultsOf(text)[0]).toMatchObject({
      line,
      column,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  test('all of them are told at once, from the top', () => {
    const faults = faultsOf(
      'osc:\n  send: { port: 0 }\n  receive: { via: x, port: 1 }\nextra: 1',
    );
    expect(faults.map(({ line, path }) => [line, path])).toEqual([
      [2, 'osc.send.port'],
      [3, 'osc.receive.via'],
      [4, ''],
    ]);
  });
});

const within = (ms: number, text: string): MappingFault[] => {
  const began = performance.now();
  const faults = faultsOf(text);
  expect(performance.now() - began).toBeLessThan(ms);
  return faults;
};

describe('a file that means harm ends soon', () => {
  test('aliases of aliases', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 12; i += 1) {
      const [before, name] = [String.fromCharCode(96 + i), String.fromCharCode(97 + i)];
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`);
    }
    expect(within(2000, bomb.join('\n'))).toMatchObject([
      { line: 2, column: 8, message: expect.stringContaining('far too large') },
    ]);
  });

  test('one long text, many times', () => {
    const text = `a: &a "${'x'.repeat(60_000)}"\nb: [${Array(45).fill('*a').join(',')}]`;
    expect(within(2000, text)[0]?.message).toContain('too large');
  });

  test.each([
    ['brackets', '['.repeat(60_000)],
    ['dashes', '- '.repeat(30_000)],
    ['braces', '{a: '.repeat(15_000)],
  ])('nested %s', (_what, text) => {
    expect(within(5000, text).length).toBeGreaterThan(0);
  });

  test('a large file', () => {
    expect(within(500, '#'.repeat(64 * 1024 + 1))[0]?.message).toContain('64 KiB');
  });

  test('a key named like the prototype changes nothing', () => {
    expect(faultsOf(`${ON}\n__proto__: { polluted: 1 }`).length).toBeLessThanOrEqual(1);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

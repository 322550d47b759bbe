import { describe, expect, test } from 'vitest';
import type { HardwareMessage } from '#shared/contract/hardware.ts';
import type { OscMessage } from '../../transports/osc/encode.ts';
import type { Mapping } from './mapping-schema.ts';
import { readMapping } from './read-mapping.ts';
import { asPattern, messageOf, oscOf, TranslateProblem, wants } from './translate.ts';

const HEAD = 'osc: { receive: { port: 9000 }, send: { port: 9001 } }\n';
const read = (text: string): Mapping => {
  const result = readMapping(HEAD + text);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.mapping;
};
const first = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error('There is none.');
  return one;
};

const rule = (when: string, send: string) =>
  first(read(`to_osc: [ { when: ${when}, send: ${send} } ]`).to_osc);
const osc = (send: string, message: HardwareMessage): OscMessage =>
  oscOf(rule('{ type: t }', send), message);

describe('a message becomes OSC', () => {
  test.each<[string, HardwareMessage, boolean]>([
    ['{ type: t }', { type: 't' }, true],
    ['{ type: t }', { type: 'T' }, false],
    ['{ type: t, match: { on: true } }', { type: 't', on: true }, true],
    ['{ type: t, match: { on: true } }', { type: 't', on: 'true' }, false],
    ['{ type: t, match: { on: true } }', { type: 't' }, false],
    ['{ type: t, match: { a.b: 1 } }', { type: 't', a: { b: 1 } }, true],
    ['{ type: t, match: { a.1: x } }', { type: 't', a: ['w', 'x'] }, true],
    ['{ type: t, match: { level: [A, B] } }', { type: 't', level: 'B' }, true],
    ['{ type: t, match: { level: [A, B] } }', { type: 't', level: 'C' }, false],
    ['{ type: t, match: { gone: null } }', { type: 't', gone: null }, true],
    ['{ type: t, match: { constructor.name: Object } }', { type: 't' }, false],
  ])('%s wants %j: %j', (when, message, wanted) => {
    expect(wants(rule(when, '{ address: /a }'), message)).toBe(wanted);
  });

  test('with arguments from its fields, each of the type that is written', () => {
    const send =
      '{ address: "/p/{player.name}", args: [{ type: f, field: v }, { type: i, field: on }, { type: s, field: v }, { type: bool, field: on }, { type: T }, { type: i, field: gone, default: 7 }, { type: s, value: x }] }';
    expect(osc(send, { type: 't', player: { name: 'red' }, v: 0.5, on: true })).toEqual({
      address: '/p/red',
      args: [
        { type: 'f', value: 0.5 },
        { type: 'i', value: 1 },
        { type: 's', value: 0.5 },
        { type: 'T' },
        { type: 'T' },
        { type: 'i', value: 7 },
        { type: 's', value: 'x' },
      ],
    });
  });

  test.each<[string, HardwareMessage, string]>([
    ['{ address: /a, args: [{ type: i, field: v }] }', { type: 't' }, 'no field v'],
    ['{ address: /a, args: [{ type: i, field: v }] }', { type: 't', v: [1] }, 'a list'],
    ['{ address: /a, args: [{ type: bool, field: v }] }', { type: 't', v: 'yes' }, 'neither'],
    ['{ address: "/{v}" }', { type: 't' }, 'v must be'],
    ['{ address: "/{v}" }', { type: 't', v: 'a/b' }, '"/"'],
    ['{ address: "/{v}" }', { type: 't', v: '*' }, '"*"'],
    ['{ address: "/{v}" }', { type: 't', v: '' }, 'empty'],
  ])('%s of %j: %s', (send, message, problem) => {
    expect(() => osc(send, message)).toThrow(TranslateProblem);
    expect(() => osc(send, message)).toThrow(problem);
  });
});

const translated = (
  rule: string,
  address: string,
  types = '',
  values: (string | number)[] = [],
) =>
  messageOf(
    first(read(`to_websocket: [ ${rule} ]`).to_websocket),
    { address, types, values },
    asPattern(address),
  );

describe('OSC becomes a message', () => {
  test('with what the wildcards caught and with its arguments', () => {
    const rule =
      '{ address: "/b/*/[0-9]", send: { type: p, fields: { id: { wildcard: 1 }, n: { wildcard: 2, as: number }, v: { arg: 1 }, w: { arg: 2, default: 5 }, all: { args: all }, from: { address: whole }, by: osc, deep: { value: { a: [1] } } } } }';
    expect(translated(rule, '/b/red/7', 'i', [127])).toEqual({
      type: 'p',
      id: 'red',
      n: 7,
      v: 127,
      w: 5,
      all: [127],
      from: '/b/red/7',
      by: 'osc',
      deep: { a: [1] },
    });
  });

  test('a field named type does not change its type', () => {
    const rule = '{ address: /a, send: { type: p, fields: { type: other } } }';
    expect(translated(rule, '/a')).toEqual({ type: 'p' });
  });

  test('not where the address or the types are others', () => {
    const rule = '{ address: /a, types: if, send: { type: p } }';
    expect(translated(rule, '/b', 'if', [1, 2])).toBeNull();
    expect(translated(rule, '/a', 'ii', [1, 2])).toBeNull();
    expect(translated(rule, '/a', 'if', [1, 2])).toEqual({ type: 'p' });
  });

  test('a sender may name several places at once', () => {
    const rule = '{ address: /light/red, send: { type: p } }';
    expect(translated(rule, '/light/{red,blue}')).toEqual({ type: 'p' });
    expect(translated(rule, '/light/b*')).toBeNull();
    expect(translated(rule, '/light/[')).toBeNull();
  });

  test('an argument that did not come is named', () => {
    const rule = '{ address: /a, send: { type: p, fields: { v: { arg: 2 } } } }';
    expect(() => translated(rule, '/a', 'i', [1])).toThrow('/a came without argument 2');
    const number =
      '{ address: "/*", send: { type: p, fields: { n: { wildcard: 1, as: number } } } }';
    expect(() => translated(number, '/x')).toThrow('"x" in /x is no number');
  });
});

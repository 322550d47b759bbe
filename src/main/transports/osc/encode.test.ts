import osc from 'osc/src/osc.js';
import { describe, expect, test } from 'vitest';
import type { OscArg } from '#shared/contract/execution.ts';
import { encodeBundle, encodeMessage } from './encode.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const encodeOne = (arg: OscArg): Uint8Array => encodeMessage({ address: '/a', args: [arg] });
const decoded = (bytes: Uint8Array): unknown => osc.readPacket(bytes, { metadata: true });

describe('a message', () => {
  test('address, type tags and values, each padded to four bytes', () => {
    const bytes = encodeMessage({
      address: '/location/1/0/1/step',
      args: [{ type: 'i', value: 7 }],
    });
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      '/location/1/0/1/step\0\0\0\0,i\0\0\0\0\0\x07',
    );
  });

  test('without arguments there is still an empty tag', () => {
    expect(hex(encodeMessage({ address: '/surfaces/rescan', args: [] }))).toBe(
      `${Buffer.from('/surfaces/rescan\0\0\0\0').toString('hex')}2c000000`,
    );
  });

  test.each<[OscArg, string]>([
    [{ type: 'i', value: -1 }, 'ffffffff'],
    [{ type: 'i', value: '42' }, '0000002a'],
    [{ type: 'f', value: 0.5 }, '3f000000'],
    [{ type: 'f', value: 7 }, '40e00000'],
    [{ type: 'd', value: 0.1 }, '3fb999999999999a'],
    [{ type: 's', value: 'ü' }, 'c3bc0000'],
    [{ type: 's', value: '' }, '00000000'],
    [{ type: 'b', value: 'AQID' }, '0000000301020300'],
    [{ type: 'h', value: '9223372036854775807' }, '7fffffffffffffff'],
    [{ type: 'h', value: '-9223372036854775808' }, '8000000000000000'],
    [{ type: 'h', value: '-2' }, 'fffffffffffffffe'],
    [{ type: 'h', value: 4_294_967_296 }, '0000000100000000'],
    [{ type: 'T' }, ''],
    [{ type: 'F' }, ''],
  ])('%o', (arg, value) => {
    const tag = Buffer.from(`,${arg.type}\0\0`).toString('hex');
    expect(hex(encodeOne(arg))).toBe(`2f610000${tag}${value}`);
  });

  test.each<[OscArg]>([
    [{ type: 'i', value: 0.5 }],
    [{ type: 'i', value: 2_147_483_648 }],
    [{ type: 'i', value: 'seven' }],
    [{ type: 'i', value: '' }],
    [{ type: 'i' }],
    [{ type: 'f', value: NaN }],
    [{ type: 'f', value: 1e39 }],
    [{ type: 's' }],
    [{ type: 's', value: 'a\0b' }],
    [{ type: 'b', value: 'no base64!' }],
    [{ type: 'h', value: '9223372036854775808' }],
    [{ type: 'h', value: 2 ** 60 }],
    [{ type: 'h', value: '1.5' }],
  ])('%o is refused by name', (arg) => {
    expect(() => encodeOne(arg)).toThrow(`argument 1 of /a (type ${arg.type}) must be`);
  });

  test.each(['press', '', '/a b', '/a\0', '/a\n', '/#bundle'])(
    'address %j is refused',
    (address) => {
      expect(() => encodeMessage({ address, args: [] })).toThrow('is no OSC address');
    },
  );
});

describe('a bundle', () => {
  test('carries messages and bundles, at once or at a time', () => {
    const at = Date.UTC(2026, 0, 1);
    const bytes = encodeBundle({
      packets: [
        { address: '/a', args: [{ type: 'i', value: 1 }] },
        { at, packets: [{ address: '/b', args: [{ type: 's', value: 'x' }, { type: 'T' }] }] },
      ],
    });
    expect(Buffer.from(bytes.subarray(0, 16)).toString('latin1')).toBe(
      '#bundle\0\0\0\0\0\0\0\0\x01',
    );
    expect(decoded(bytes)).toMatchObject({
      packets: [
        { address: '/a', args: [{ type: 'i', value: 1 }] },
        {
          timeTag: { native: at },
          packets: [{ address: '/b', args: [{ type: 's', value: 'x' }, { type: 'T' }] }],
        },
      ],
    });
  });

  test('refuses what a message refuses', () => {
    expect(() => encodeBundle({ packets: [{ address: 'a', args: [] }] })).toThrow(
      'OSC address',
    );
  });
});

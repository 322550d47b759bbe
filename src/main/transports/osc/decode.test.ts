import { describe, expect, test } from 'vitest';
import { decodePacket, OscDecodeError } from './decode.ts';
import { encodeBundle, encodeMessage } from './encode.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('a packet is read', () => {
  test('with its types, as JSON can say them', () => {
    const packet = encodeMessage({
      address: '/a',
      args: [
        { type: 'i', value: -7 },
        { type: 'f', value: 0.5 },
        { type: 's', value: 'ü' },
        { type: 'b', value: 'AQID' },
        { type: 'h', value: '-2' },
        { type: 'h', value: '9223372036854775807' },
        { type: 'd', value: 0.1 },
        { type: 'T' },
        { type: 'F' },
      ],
    });
    expect(decodePacket(packet)).toEqual([
      {
        address: '/a',
        types: 'ifsbhhdTF',
        values: [-7, 0.5, 'ü', 'AQID', -2, '9223372036854775807', 0.1, true, false],
      },
    ]);
  });

  test('from the middle of a larger buffer too, blobs included', () => {
    const packet = encodeMessage({ address: '/a', args: [{ type: 'b', value: 'AQID' }] });
    const larger = Buffer.concat([Buffer.alloc(8, 9), packet]);
    expect(decodePacket(larger.subarray(8))[0]?.values).toEqual(['AQID']);
  });

  test('with nil, bang, a character, a colour, MIDI and a time', () => {
    const packet = bytes(
      '/a\0\0,NIcrmt\0\0\0\0A\xff\0\x80\xff\x01\x90\x40\x7f\x83\xaa\x7e\x80\x80\0\0\0',
    );
    expect(decodePacket(packet)).toEqual([
      {
        address: '/a',
        types: 'NIcrmt',
        values: [null, true, 'A', '#ff0080ff', 'AZBAfw==', 500],
      },
    ]);
  });

  test('a bundle as its messages, in order', () => {
    const packet = encodeBundle({
      packets: [
        { address: '/a', args: [] },
        { at: Date.UTC(2126, 0, 1), packets: [{ address: '/b', args: [] }] },
      ],
    });
    expect(decodePacket(packet).map(({ address }) => address)).toEqual(['/a', '/b']);
  });
});

describe('bytes that are no OSC', () => {
  test.each([
    ['nothing', ''],
    ['text', 'GET / HTTP/1.1\r\n'],
    ['no types', '/a\0\0'],
    ['an unknown type', '/a\0\0,Q\0\0'],
    ['arguments cut off', '/a\0\0,ii\0\0\0\0\x01'],
    ['a blob that is longer than the packet', '/a\0\0,b\0\0\x7f\xff\xff\xff'],
    ['a blob of less than nothing', '/a\0\0,b\0\0\xff\xff\xff\xff'],
    ['an array', '/a\0\0,[i]\0\0\0\0\0\0\0\x01'],
    ['not a number', '/a\0\0,f\0\0\x7f\xc0\0\0'],
    ['a bundle cut off', '#bundle\0\0\0\0\0\0\0\0\x01\0\0\0\x20/a\0\0'],
    ['a bundle of nothing', `#bundle\0\0\0\0\0\0\0\0\x01${'\0\0\0\0'.repeat(4)}`],
  ])('%s', (_what, text) => {
    expect(() => decodePacket(bytes(text))).toThrow(OscDecodeError);
  });

  test('bundles in bundles, a datagram full', () => {
    const nested = bytes('#bundle\0\0\0\0\0\0\0\0\x01\0\0\x7f\xff'.repeat(3000));
    expect(() => decodePacket(nested)).toThrow(OscDecodeError);
  });

  test('a bundle of very many messages', () => {
    const packets = Array.from({ length: 1001 }, () => ({ address: '/a', args: [] }));
    expect(() => decodePacket(encodeBundle({ packets }))).toThrow('more than 1000');
  });
});

import { describe, expect, test } from 'vitest';
import { commandBytes } from './command-bytes.ts';

const text = (bytes: Uint8Array | null): string =>
  new TextDecoder('latin1').decode(bytes ?? new Uint8Array());

/** In hex, four bytes each. */
const words = (bytes: Uint8Array | null): string[] =>
  [...(bytes ?? [])]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ')
    .match(/\S\S(?: \S\S){3}/g) ?? [];

describe('commandBytes', () => {
  test('of HTTP are request line, headers, an empty line and the body', () => {
    const bytes = commandBytes({
      transport: 'http',
      method: 'POST',
      url: 'http://10.0.0.4:8000/api/a%20b?x=1',
      headers: { 'content-type': 'application/json' },
      body: '{"text":"é"}',
    });
    expect(text(bytes)).toBe(
      'POST /api/a%20b?x=1 HTTP/1.1\r\nhost: 10.0.0.4:8000\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{"text":"\u00c3\u00a9"}',
    );
  });

  test('of OSC are address, types and values, each filled up to four bytes', () => {
    const bytes = commandBytes({
      transport: 'osc',
      via: 'udp',
      host: 'h',
      port: 1,
      address: '/go',
      args: [
        { type: 'i', value: 7 },
        { type: 'f', value: 0.5 },
        { type: 's', value: 'abcd' },
        { type: 'h', value: '-1' },
        { type: 'b', value: 'AQI=' },
        { type: 'T' },
      ],
    });
    expect(words(bytes)).toEqual([
      '2f 67 6f 00',
      '2c 69 66 73',
      '68 62 54 00',
      '00 00 00 07',
      '3f 00 00 00',
      '61 62 63 64',
      '00 00 00 00',
      'ff ff ff ff',
      'ff ff ff ff',
      '00 00 00 02',
      '01 02 00 00',
    ]);
  });

  test('of a line are its characters, those that nobody sees too', () => {
    const bytes = commandBytes({ transport: 'tcp', host: 'h', port: 1, payload: 'GO 1\r\n' });
    expect(text(bytes)).toBe('GO 1\r\n');
  });
});

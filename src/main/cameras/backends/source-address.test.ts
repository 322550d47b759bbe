import { describe, expect, it } from 'vitest';
import { CameraTrouble } from '../ports.ts';
import { parseProbe } from './probe-source.ts';
import { readSource } from './source-address.ts';

describe('readSource', () => {
  it('bounds every live source, and what it may open', () => {
    expect(readSource('rtsp://camera/1').inputArgs).toEqual(
      expect.arrayContaining(['-timeout', '-protocol_whitelist']),
    );
    for (const address of [
      'http://camera/v',
      'HTTPS://camera/v',
      'srt://camera:9000?mode=caller',
    ])
      expect(readSource(address).inputArgs).toContain('-rw_timeout');
    expect(readSource('http://camera/v').inputArgs.join(' ')).not.toMatch(/file|concat/);
  });

  it('reads a path as a path, whatever it is called', () => {
    expect(readSource('/takes/a:b %d.mkv').input).toBe('file:/takes/a:b %d.mkv');
    expect(readSource('file:///takes/a%20b.y4m').input).toBe('file:/takes/a b.y4m');
  });

  it('refuses what is neither', () => {
    for (const address of [
      'concat:/etc/passwd',
      'rtsp:///',
      'data:text/plain,x',
      'file://[',
      'a\0b',
    ])
      expect(() => readSource(address), address).toThrow(CameraTrouble);
  });
});

describe('parseProbe', () => {
  const stream = {
    codec_name: 'h264',
    width: 1920,
    height: 1080,
    avg_frame_rate: '30000/1001',
  };
  const said = (more: object): string => JSON.stringify({ streams: [{ ...stream, ...more }] });

  it('reads what a source delivers', () => {
    expect(parseProbe(said({}))).toEqual({
      width: 1920,
      height: 1080,
      fps: 29.97,
      format: 'H264',
    });
    expect(parseProbe(said({ avg_frame_rate: '0/0', r_frame_rate: '50/1' }))?.fps).toBe(50);
    expect(parseProbe(said({ avg_frame_rate: '0/0' }))?.fps).toBe(25);
    expect(parseProbe(said({ codec_name: 'rawvideo', pix_fmt: 'yuv420p' }))?.format).toBe(
      'YU12',
    );
  });

  it('finds nothing in an answer without pictures', () => {
    for (const answer of ['', '{}', '{"streams":[]}', said({ width: 0 }), 'Connection refused'])
      expect(parseProbe(answer), answer).toBeNull();
  });
});

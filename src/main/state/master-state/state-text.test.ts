import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  decodeState,
  encodeJson,
  encodeState,
  plainData,
  StateTextProblem,
} from './state-text.ts';

const again = (text: string): string => encodeState(decodeState(text));

describe('the text of a master state', () => {
  it.each([
    '{"version":1,"data":{}}',
    '{"version":7,"data":{"x":1.0,"y":-0.0,"z":1e-05,"big":123456789012345678901234567890}}',
    '{"version":7,"data":{"a":[1.50,1e+16,0.30000000000000004,{"b":null,"c":true}]}}',
    '{"version":2,"data":{"k\\u00e9":"\\ud83d\\ude00 \\u007f \\"\\\\ / \\n\\t\\u0001"}}',
    '{"version":2,"data":{"nul":"\\u0000#1.0","s":"\\u0000s","n":2.0}}',
    '{"version":3,"data":{"__proto__":{"x":1},"constructor":2},"owner":"another writer"}',
  ])('is written again byte for byte: %s', (text) => {
    expect(again(text)).toBe(text);
  });

  it('is compact, and printable ASCII alone', () => {
    expect(again('{ "version": 4,\n "data": {"é": "ü\u2028"} }')).toBe(
      '{"version":4,"data":{"\\u00e9":"\\u00fc\\u2028"}}',
    );
  });

  it('shows plain numbers and texts', () => {
    const { data } = decodeState('{"version":1,"data":{"x":1.0,"t":"\\u0000#1","l":[2.50]}}');
    expect(plainData(data)).toEqual({ x: 1, t: '\0#1', l: [2.5] });
  });

  it.each([
    'x',
    '[]',
    '{"version":1.5,"data":{}}',
    '{"version":"1","data":{}}',
    '{"version":1,"data":[]}',
    '{"version":1}',
    '{"version":1,"data":{"x":NaN}}',
    '{"version":1,"data":{"\\u0000key":1}}',
  ])('says what is wrong with %s', (text) => {
    expect(() => decodeState(text)).toThrow(StateTextProblem);
  });

  const python = spawnSync('python3', ['--version']);
  it.skipIf(python.error)('writes numbers as Python does (skipped where there is none)', () => {
    const values = [0.1, 1e-5, 1.5e-7, 123.456, -2.5e-10, 1e21, 1.7976931348623157e308, 0.0001];
    const dumped = spawnSync('python3', [
      '-c',
      'import json,sys; print(json.dumps(json.loads(sys.argv[1]), separators=(",", ":")), end="")',
      JSON.stringify(values),
    ]);
    expect(encodeJson(values)).toBe(dumped.stdout.toString());
  });
});

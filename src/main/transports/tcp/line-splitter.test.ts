import { expect, test } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

test('both line endings, several lines in one packet', () => {
  const splitter = new LineSplitter();
  expect(splitter.push(Buffer.from('+OK\r\n-ERR no\n\n+OK "a'))).toEqual([
    '+OK',
    '-ERR no',
    '',
  ]);
  expect(splitter.heldBytes).toBe(6);
  expect(splitter.push(Buffer.from('"\n'))).toEqual(['+OK "a"']);
  expect(splitter.heldBytes).toBe(0);
});

test('a character split across packets stays whole', () => {
  const splitter = new LineSplitter();
  const bytes = Buffer.from('+OK "Größe 🎬"\n');
  const lines = [...bytes].flatMap((byte) => splitter.push(Buffer.from([byte])));
  expect(lines).toEqual(['+OK "Größe 🎬"']);
});

test('clear forgets half a line', () => {
  const splitter = new LineSplitter();
  splitter.push(Buffer.from('+O'));
  splitter.clear();
  expect(splitter.push(Buffer.from('K\n'))).toEqual(['K']);
});

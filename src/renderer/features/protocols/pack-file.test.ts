import { expect, test } from 'vitest';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { packFileName, packFileText, readPackFile } from './pack-file.ts';

const protocol = ProtocolSchema.parse({ protocol_name: 'go', template: '/go' });

test('what is exported is imported the same', () => {
  expect(readPackFile(packFileText('Mine', [protocol]))).toEqual({
    ok: true,
    protocols: [protocol],
  });
});

test.each([
  ['{', /no JSON/],
  ['{"pack":"a b","title":"x","version":1,"protocols":[]}', /^pack: .*no spaces/],
  [packFileText('x', []), /^protocols: A pack holds at least one/],
  [
    packFileText('x', [{ ...protocol, template: 'go' }]),
    /^protocols\[0\].template: A path begins/,
  ],
])('a file that is wrong is refused with its place: %#', (text, fault) => {
  const read = readPackFile(text);
  expect(read.ok ? '' : read.faults[0]).toMatch(fault);
});

test('a pack is filed under its title, in letters that every system takes', () => {
  expect(packFileName('Studio B (évening) ')).toBe('studio-b-evening.pack.json');
  expect(packFileName('節目')).toBe('protocols.pack.json');
});

import { expect, test } from 'vitest';
import { ProtocolSchema } from '../contract/protocol.ts';
import { compileProtocol, protocolProblems } from './compiled-protocol.ts';

const parse = (protocol: object) => ProtocolSchema.parse({ protocol_name: 'p', ...protocol });

test('a protocol is parsed once', () => {
  const protocol = parse({ template: '/{a}' });
  expect(compileProtocol(protocol)).toBe(compileProtocol(protocol));
});

test("the seed's set_text is told what is wrong with it", () => {
  const problems = protocolProblems(
    parse({
      template: '/api/location/{page}/{row}/{col}/style',
      variables: ['page', 'row', 'col', 'text'],
    }),
  );
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ field: 'variables[3]' });
});

test('a variable counts wherever it stands', () => {
  const protocol = parse({
    template: '/x',
    query: { a: '{a}' },
    headers: { h: '{b}' },
    body: { deep: [{ text: '$c' }] },
    osc_args: [{ type: 's', value: '{d}' }],
    variables: ['a', 'b', 'c', 'd'],
  });
  expect(protocolProblems(protocol)).toEqual([]);
});

test('one line is one command, and a path begins with a slash', () => {
  expect(protocolProblems(parse({ protocol_type: 'tcp', template: 'A\nB\n' }))).toHaveLength(1);
  expect(protocolProblems(parse({ protocol_type: 'tcp', template: 'A\r\n' }))).toEqual([]);
  expect(protocolProblems(parse({ template: 'http://elsewhere/' }))).toHaveLength(1);
});

test('it says which secrets it names, wherever they stand, apart from its variables', () => {
  const protocol = parse({
    template: '/x/{a}/{secret:path}',
    query: { a: '{secret:query}' },
    headers: { authorization: 'Bearer {secret:header}' },
    body: { deep: [{ text: '{secret:body}' }] },
    osc_args: [{ type: 's', value: '{secret:osc}' }],
    variables: ['a'],
  });
  expect(compileProtocol(protocol)).toMatchObject({
    variables: ['a'],
    secrets: ['path', 'query', 'header', 'body', 'osc'],
  });
  expect(protocolProblems(protocol)).toEqual([]);
  expect(protocolProblems(parse({ template: '/{secret:a}', variables: ['secret:a'] }))).toEqual(
    [],
  );
});

test.each(['{secret:}', '{secret:two words}'])('%s names no secret', (text) => {
  expect(protocolProblems(parse({ template: `/${text}` }))).toMatchObject([
    { field: 'template', message: expect.stringContaining(text) },
  ]);
});

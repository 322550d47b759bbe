import { expect, test } from 'vitest';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { CAMERA_FIELDS } from '#shared/domain/camera-payload.ts';
import { CAMERA_KINDS, typedValue, variableFields } from './variable-fields.ts';

const protocol = ProtocolSchema.parse({
  protocol_name: 'lower_third',
  template: '/layer/{page}/{row}/{col}/{agent_id}',
  headers: { authorization: 'Bearer {secret:gfx}' },
  query: { bgcolor: '{color}' },
  body: { title: '{title}', text: ['{text}'] },
});

test('the form has what the protocol asks for, with where it lands', () => {
  const fields = variableFields(protocol, { title: 'x', old: 5 });
  expect(fields.map(({ name, kind, place }) => [name, kind, place])).toEqual([
    ['page', 'place', 'path'],
    ['row', 'place', 'path'],
    ['col', 'place', 'path'],
    ['color', 'color', 'query'],
    ['title', 'text', 'body'],
    ['text', 'lines', 'body'],
    ['old', 'number', 'not used'],
  ]);
});

test('an OSC argument says whether it is a number', () => {
  const osc = ProtocolSchema.parse({
    protocol_name: 'fade',
    protocol_type: 'osc',
    template: '/eos/chan/{which}',
    osc_args: [{ type: 'f', value: '{to}' }],
  });
  expect(variableFields(osc, {})).toMatchObject([
    { name: 'which', kind: 'text', place: 'address' },
    { name: 'to', kind: 'number', place: 'argument f' },
  ]);
});

test.each([
  ['number', '0.7', 0.7],
  ['number', '{trial}', '{trial}'],
  ['place', '', undefined],
  ['place', '3', 3],
  ['text', '007', '007'],
  ['json', '[1, 2]', [1, 2]],
  ['json', '[1, ', '[1, '],
] as const)('a %s typed as %j is stored as %j', (kind, text, value) => {
  expect(typedValue(kind, text)).toEqual(value);
});

test('what a camera takes as a number is stored as one', () => {
  const values = Object.fromEntries(CAMERA_FIELDS.start_recording.map((name) => [name, null]));
  const kinds = variableFields(undefined, values, CAMERA_KINDS).map(
    ({ name, kind }): [string, unknown] => [name, typedValue(kind, '7')],
  );
  expect(Object.fromEntries(kinds)).toEqual({
    session_prefix: '7',
    trial_number: 7,
    output_dir: '7',
  });
  // A template is filled later.
  expect(typedValue('number', '{trial}')).toBe('{trial}');
  expect(CAMERA_KINDS).toHaveProperty(CAMERA_FIELDS.control_change.at(-1) ?? '', 'number');
});

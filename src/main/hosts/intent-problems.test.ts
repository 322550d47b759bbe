import { expect, test } from 'vitest';
import { IntentSchema } from '#shared/contract/intent.ts';
import { intentProblems } from './intent-problems.ts';

const problems = (...actions: object[]) =>
  intentProblems(IntentSchema.parse({ intent_name: 'x', actions }));
const camera = (protocol_name: string, variables: object = {}, more: object = {}) => ({
  action_type: 'camera',
  protocol_name,
  device_id: 'cam_1',
  variables,
  ...more,
});
const press = { protocol_name: 'not_installed_yet', device_id: 'nowhere' };

test.each([
  ['with its values', camera('start_recording', { session_prefix: 'late', trial_number: 12 })],
  ['without any', camera('stop_recording', {}, { device_id: 'all' })],
  ['whose values a template will give', camera('record', { trial_number: '{trial}' })],
  ['whose values the context will bring', camera('control_change', { control: 'brightness' })],
  ['with values for others', camera('stop_recording', { page: 1, trial_number: 'x' })],
  ['at a camera that is not there yet', camera('record', {}, { device_id: 'cam_99' })],
  ['that says there is no retry', camera('record', {}, { retry: null, fallbacks: [] })],
])('a camera action %s is sound', (_, action) => {
  expect(problems(press, action)).toEqual([]);
});

test.each([
  [camera('explode'), 'protocol_name', /^Use one of: assign_device, .*reprobe\.$/],
  [camera('record', { trial_number: 0 }), 'variables.trial_number', 'whole number from 1'],
  [camera('record', { trial_number: -1 }), 'variables.trial_number', 'whole number from 1'],
  [camera('record', { trial_number: 'x' }), 'variables.trial_number', 'whole number from 1'],
  [camera('record', { session_prefix: 5 }), 'variables.session_prefix', 'Give text.'],
  [camera('record', { output_dir: 'here' }), 'variables.output_dir', 'whole path'],
  [camera('control_change', { value: 'high' }), 'variables.value', 'Give a number.'],
  [camera('apply_config', { mode: { width: 1 } }), 'variables.mode.width', '16 or more'],
  [camera('assign_device', {}, { device_id: 'all' }), 'device_id', 'one slot'],
  [camera('record', {}, { retry: { attempts: 2 } }), 'retry', 'never repeated'],
  [
    camera('record', {}, { fallbacks: [{ protocol_name: 'p' }] }),
    'fallbacks',
    'fallback_intent',
  ],
])('%j is told where and what', (action, field, message) => {
  expect(problems(press, action)[0]).toEqual({
    field: `actions[1].${field}`,
    message: expect.stringMatching(message),
  });
});

const hardware = (more: object = {}) => ({
  action_type: 'hardware',
  protocol_name: 'lamp',
  device_id: 'desk%2F1',
  ...more,
});

test('hardware may be named by any text, percent-encoded', () => {
  expect(problems(hardware(), hardware({ protocol_name: 'score%3Aupdate' }))).toEqual([]);
});

test.each([
  [hardware({ device_id: '%41' }), 'device_id', 'Percent-encode'],
  [hardware({ protocol_name: '%FF' }), 'protocol_name', 'Percent'],
  [hardware({ retry: { attempts: 2 } }), 'retry', 'never repeated'],
  [{ ...press, device_id: 'a%2Fb' }, 'device_id', 'Use 1 to 128 letters'],
])('%j is told where and what, too', (action, field, message) => {
  expect(problems(action)).toEqual([
    { field: `actions[0].${field}`, message: expect.stringMatching(message) },
  ]);
});

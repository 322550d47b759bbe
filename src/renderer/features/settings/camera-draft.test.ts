import { expect, test } from 'vitest';
import { CamerasConfigSchema } from '#shared/contract/camera.ts';
import { numberProblem, touchedNumbers, withNumbers } from './camera-draft.ts';

const config = CamerasConfigSchema.parse({});

test('what is right is taken, what is wrong hinders nothing', () => {
  const draft = { disk_warn_minutes: ' 60 ', stalled_ms: 'soon', queue_limit: '120' };
  expect(touchedNumbers(config, draft)).toEqual(['disk_warn_minutes', 'stalled_ms']);
  expect(withNumbers(config, draft)).toEqual({ ...config, disk_warn_minutes: 60 });
});

test('a comma is a point', () => {
  expect(withNumbers(config, { disk_stop_minutes: '2,5' }).disk_stop_minutes).toBe(2.5);
});

test.each([
  ['', 'Type a number, such as 30.'],
  ['-1', 'Type a number, such as 30.'],
  ['5', expect.stringMatching(/200/)],
  ['2000', null],
])('stalled after %j', (text, problem) => {
  expect(numberProblem('stalled_ms', text)).toEqual(problem);
});

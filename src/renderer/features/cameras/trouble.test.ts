import { expect, it } from 'vitest';
import type { CameraStatus } from '#shared/contract/camera.ts';
import { troubleIn } from './trouble.ts';

const status = (
  name: CameraStatus['status'],
  payload: Record<string, unknown>,
): CameraStatus => ({ slot: 'cam_1', status: name, payload, at: '2026-11-21T00:00:00Z' });

it('finds what a command was refused for among the statuses that it brought', () => {
  expect(troubleIn([status('recording_started', {})])).toBeNull();
  const refused = { command: 'record', error: 'The disk is full.', hint: 'Make room.' };
  expect(troubleIn([status('disk_low', {}), status('error', refused)])).toEqual({
    message: 'The disk is full.',
    hint: 'Make room.',
  });
});

it('says that something went wrong even where the status does not say what', () => {
  expect(troubleIn([status('device_error', { odd: 1 })])?.message).toMatch(/did not/);
});

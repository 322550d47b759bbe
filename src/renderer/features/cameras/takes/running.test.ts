import { expect, it } from 'vitest';
import type { CameraSlot } from '#shared/contract/camera.ts';
import { cameraDouble } from '../camera-double.ts';
import { endedBetween, judgedSoFar, recordingNow, stillOpen } from './running.ts';

const recording = (file: string, paused = false): CameraSlot['recording'] => ({
  file,
  session_prefix: 'show',
  trial_number: 1,
  started_at: '2026-11-21T20:00:00.000Z',
  elapsed_ms: 1000,
  paused,
});
const judged = (file: string): CameraSlot['last_take'] => ({
  file,
  verdict: 'PASS',
  at: '2026-11-21T20:02:00.000Z',
});
const bySlot = (...cameras: CameraSlot[]) =>
  Object.fromEntries(cameras.map((camera) => [camera.slot, camera]));

it('knows what records and what pauses, in the order of the slots', () => {
  const now = bySlot(
    cameraDouble({ slot: 'cam_10', recording: recording('b.mkv', true) }),
    cameraDouble({ slot: 'cam_2', recording: recording('a.mkv') }),
    cameraDouble({ slot: 'cam_1' }),
  );
  expect(recordingNow(now).map(({ recording: { file }, state }) => [file, state])).toEqual([
    ['a.mkv', 'recording'],
    ['b.mkv', 'paused'],
  ]);
});

it('knows what ended and waits for its verdict', () => {
  const before = bySlot(cameraDouble({ recording: recording('a.mkv') }));
  const files = (now: Record<string, CameraSlot>): string[] =>
    endedBetween(before, now).map(({ recording: { file } }) => file);
  expect(files(before)).toEqual([]);
  expect(files(bySlot(cameraDouble()))).toEqual(['a.mkv']);
  expect(files(bySlot(cameraDouble({ recording: recording('b.mkv') })))).toEqual(['a.mkv']);
  expect(files(bySlot(cameraDouble({ last_take: judged('other.mkv') })))).toEqual(['a.mkv']);
  expect(files(bySlot(cameraDouble({ last_take: judged('a.mkv') })))).toEqual([]);
  expect(files({})).toEqual(['a.mkv']);
});

it('shows a take that is judged until it is in the list', () => {
  const camera = cameraDouble({ recording: recording('a.mkv') });
  const [running] = recordingNow(bySlot(camera));
  const [ended] = endedBetween(bySlot(camera), {});
  if (!running || !ended) throw new Error('nothing ran');
  expect(stillOpen([running, ended], [{ file: 'b.mkv' }])).toEqual([running, ended]);
  expect(stillOpen([running, ended], [{ file: 'a.mkv' }])).toEqual([running]);
});

it('notices each verdict, and nothing else', () => {
  const none = judgedSoFar(bySlot(cameraDouble()));
  const one = judgedSoFar(bySlot(cameraDouble({ last_take: judged('a.mkv') })));
  expect(one).not.toBe(none);
  const busy = cameraDouble({ last_take: judged('a.mkv'), recording: recording('b.mkv') });
  expect(judgedSoFar(bySlot(busy))).toBe(one);
});

import { expect, test } from 'vitest';
import { aFrame, HD, TakesDouble } from '../../cameras/runtime-double.ts';
import { createTakeFrames } from './take-frames.ts';

const FILE = 's_trial001_a.mkv';

const recorded = async () => {
  const takes = new TakesDouble();
  const take = await takes.start({
    slot: 'cam_1',
    camera: 'a',
    mode: HD,
    codec: 'mjpeg',
    outputDir: '/takes',
    sessionPrefix: 's',
    trialNumber: 1,
    queueLimit: 10,
    broke: () => undefined,
  });
  take.push(aFrame(0));
  await take.stop('asked');
  return createTakeFrames(takes.library(() => []));
};
const get = (path: string, init?: RequestInit) => new Request(`app://mcr${path}`, init);

test('the page gets frames at the same address as in a browser', async () => {
  const frames = await recorded();
  const found = await frames(get(`/api/takes/${FILE}/frames/0.jpg?v=v1`));
  expect([found?.status, await found?.text()]).toEqual([200, 'frame 0']);
  expect(found?.headers.get('content-type')).toBe('image/jpeg');
  expect(found?.headers.get('cache-control')).toContain('immutable');
  const etag = { 'if-none-match': '"v1-0"' };
  const same = await frames(get(`/api/takes/${FILE}/frames/0.jpg`, { headers: etag }));
  expect([same?.status, await same?.text()]).toEqual([304, '']);
});

test('what is wrong is said as a fault', async () => {
  const frames = await recorded();
  for (const [path, status, error_type] of [
    [`/api/takes/${FILE}/frames/1.jpg`, 404, 'not_found'],
    ['/api/takes/..%2fsecret.mkv/frames/0.jpg', 404, 'not_found'],
    [`/api/takes/${FILE}/frames/-1.jpg`, 400, 'validation_error'],
  ] as const) {
    const answer = await frames(get(path));
    expect(answer?.status).toBe(status);
    expect(await answer?.json()).toMatchObject({ error: { error_type } });
  }
});

test('everything else is not its own', async () => {
  const frames = await recorded();
  expect(frames(get('/'))).toBeNull();
  expect(frames(get(`/api/takes/${FILE}`))).toBeNull();
  expect(frames(get(`/api/takes/${FILE}/frames/0.jpg`, { method: 'POST' }))).toBeNull();
  const other = new Request(`app://other/api/takes/${FILE}/frames/0.jpg`);
  expect(frames(other)).toBeNull();
});

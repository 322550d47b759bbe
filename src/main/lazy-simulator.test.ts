import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { createLazySimulator } from './lazy-simulator.ts';
import { createLog } from './log.ts';

test('it starts once, for the first who asks, and ends with the app', async () => {
  const simulator = createLazySimulator(systemClock, createLog('silent'));
  const [first, second] = await Promise.all([simulator.targets(), simulator.targets()]);
  expect(second).toEqual(first);
  const url = `http://${first.host}:${first.http}/api/connections`;
  const answer = await fetch(url, { headers: { connection: 'close' } });
  await answer.text();
  expect(answer.headers.get('x-app')).toBe('Bitfocus Companion');
  await simulator.close();
  await expect(fetch(url)).rejects.toThrow();
});

test('closing it before anybody asked starts nothing', async () => {
  await createLazySimulator(systemClock, createLog('silent')).close();
});

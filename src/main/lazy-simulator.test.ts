import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
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

test('the backend of hardware clients is one of its own, and asks at once', async () => {
  const simulator = createLazySimulator(systemClock, createLog('silent'));
  const [first, second] = await Promise.all([simulator.backend(), simulator.backend()]);
  expect(second).toBe(first);
  const socket = new WebSocket(`ws://${first}/ws/game/1/?client_type=buzzer&client_id=a`);
  const [event] = await once(socket, 'message');
  expect(String(event)).toBe('{"type":"toggle_buzzers","enabled":true}');
  const closed = once(socket, 'close');
  await simulator.close();
  await closed;
});

test('closing it before anybody asked starts nothing', async () => {
  await createLazySimulator(systemClock, createLog('silent')).close();
});

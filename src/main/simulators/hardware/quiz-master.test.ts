import { expect, test } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { at, makeClient, opened, simulateBackend } from '../../hardware/hardware-fixture.ts';
import { playQuizMaster } from './quiz-master.ts';

test('buzzers are on when they come, and again 3 s after a press', async () => {
  const clock = new ManualClock();
  const backend = await simulateBackend();
  const ending = new AbortController();
  playQuizMaster(backend, clock, ending.signal);
  const toggles: unknown[] = [];
  const buzzer = makeClient(
    { host: at(backend) },
    { on_message: (_, message) => void toggles.push(message) },
  );
  const on = { type: 'toggle_buzzers', enabled: true };
  await opened(buzzer);
  await expect.poll(() => toggles).toEqual([on]);
  buzzer.send('buzzer_pressed', { buzzerId: '1' });
  buzzer.send('buzzer_pressed', { buzzerId: '2' });
  await expect.poll(() => backend.received.length).toBe(2);
  await clock.advance(2999);
  expect(toggles).toHaveLength(1);
  await clock.advance(1);
  await expect.poll(() => toggles).toEqual([on, on]);
  ending.abort();
});

import { expect, test } from 'vitest';
import { HardwareTriggerSchema } from '#shared/contract/hardware-clients.ts';
import { ManualClock } from '../../clock-double.ts';
import { createLog } from '../../log.ts';
import { ClientLog } from '../client-log.ts';
import { heldBytes } from '../heap-double.ts';
import { TriggerPuller } from './trigger-puller.ts';

test('of large values, what tells a bounce is remembered in short', () => {
  const clock = new ManualClock();
  const log = new ClientLog('a', clock, createLog('silent'), () => undefined);
  const puller = new TriggerPuller({
    clock,
    debounceMs: () => 10_000,
    fire: () => Promise.reject(new Error('nothing is fired here')),
  });
  const triggers = [
    HardwareTriggerSchema.parse({
      message_type: 'picture',
      intent_name: 'show',
      context: { text: { field: 'text' } },
    }),
  ];
  const come = (text: string): void =>
    puller.message({ triggers }, 'in', { type: 'picture', text }, log);
  // What runs holds its values: so many at once, and not more.
  for (let n = 0; n < 32; n += 1) come(String(n));
  const before = heldBytes();
  for (let n = 100; n < 200; n += 1) come(`${n}`.repeat(200_000));
  expect(heldBytes() - before).toBeLessThan(20_000_000);
  come('199'.repeat(200_000));
  expect(puller).toMatchObject({ triggered: 32, overflow: 100, bounced: 1 });
});

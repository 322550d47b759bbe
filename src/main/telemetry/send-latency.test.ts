import { expect, test } from 'vitest';
import { sendLatency } from './send-latency.ts';
import { anAction } from './telemetry-fixture.ts';

test('from the connection to the reply, without our own waits', () => {
  expect(sendLatency(anAction(20))).toEqual({ device: 'studio', transport: 'http', ms: 20 });
});

test('of several sends the last, at the device that served', () => {
  const { steps } = anAction(20);
  const action = anAction(0, { steps: [...steps, ...anAction(8).steps], served_by: 'backup' });
  expect(sendLatency({ ...action, attempts: 2 })).toMatchObject({ device: 'backup', ms: 8 });
});

test.each([
  ['was not sent', { attempts: 0 }],
  ['was cut short by a cancel', { outcome: 'cancelled' as const }],
  ['has no command', { command: null }],
  [
    'is for a camera',
    {
      command: { transport: 'camera' as const, slot: 'cam_1', command: 'record', payload: {} },
    },
  ],
])('nothing is known of a device when the action %s', (_, change) => {
  expect(sendLatency(anAction(20, change))).toBeNull();
});

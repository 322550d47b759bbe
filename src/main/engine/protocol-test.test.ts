import { expect, test } from 'vitest';
import { engineFixture } from './engine-fixture.ts';

const asked = {
  protocol_name: 'companion_http_press',
  device_id: 'deck',
  variables: { page: 1, row: 0, col: 2 },
  origin: 'operator',
} as const;

test('a protocol is tried through the one door: gates, trace and audit as ever', async () => {
  await using rig = await engineFixture();
  const { engine, simulator } = rig;
  const execution = await engine.testProtocol(asked);
  expect(execution).toMatchObject({
    outcome: 'ok',
    intent_name: null,
    attempts: 1,
    metadata: { test_of: 'companion_http_press' },
    trace: [{ protocol_name: 'companion_http_press', device_id: 'deck' }],
  });
  expect(simulator.received).toMatchObject([{ location: '1/0/2', action: 'press' }]);
  expect(await engine.store.audit({ limit: 5 })).toMatchObject([
    { execution_id: execution.execution_id, outcome: 'ok' },
  ]);
});

test('a dry run sends nothing, a missing value is named, PANIC keeps agents out', async () => {
  await using rig = await engineFixture();
  const { engine, simulator } = rig;
  expect(await engine.testProtocol({ ...asked, dry_run: true })).toMatchObject({
    dry_run: true,
  });
  const missing = await engine.testProtocol({ ...asked, variables: { page: 1 } });
  expect(missing).toMatchObject({
    outcome: 'failed',
    error: { error_type: 'validation_error', details: { missing: ['row', 'col'] } },
  });
  await engine.panic.engage('operator');
  const barred = await engine.testProtocol({ ...asked, origin: 'api:tool' });
  expect(barred.outcome).toBe('refused');
  expect(simulator.received).toEqual([]);
});

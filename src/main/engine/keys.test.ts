import { expect, test } from 'vitest';
import type { KeyPhase } from '#shared/contract/execution.ts';
import { engineFixture, pressAt, type EngineFixture } from './engine-fixture.ts';

const key = (
  rig: EngineFixture,
  phase: KeyPhase,
  [row, col]: [number, number] = [0, 0],
  more: object = {},
) =>
  rig.engine.press({
    device_id: 'deck',
    page: 1,
    row,
    col,
    phase,
    origin: 'operator',
    ...more,
  });

const actions = (rig: EngineFixture) => rig.simulator.received.map(({ action }) => action);

test("a key's intent runs on down and on press; its up means nothing and leaves no entry", async () => {
  await using rig = await engineFixture();
  await rig.intent('cam_1', pressAt(2, 1, 1));
  await rig.layOut({ row: 0, col: 0, label: 'Cam 1', intent_name: 'cam_1' });
  const down = await key(rig, 'down');
  expect(down).toMatchObject({
    outcome: 'ok',
    intent_name: 'cam_1',
    key: { device_id: 'deck', page: 1, row: 0, col: 0, phase: 'down' },
  });
  expect(await key(rig, 'up')).toMatchObject({ outcome: 'ok', attempts: 0 });
  await key(rig, 'press');
  expect(rig.simulator.received.map(({ location }) => location)).toEqual(['2/1/1', '2/1/1']);
  expect(await rig.engine.store.audit({ limit: 9 })).toHaveLength(2);
});

test('a key without an intent is a plain press of its own place, down while it is held', async () => {
  await using rig = await engineFixture();
  await key(rig, 'down');
  expect(await rig.engine.store.buttons('deck')).toMatchObject([
    { state: 'pressed', press_count: 1 },
  ]);
  expect(rig.simulator.button({ page: 1, row: 0, col: 0 })?.pressed).toBe(true);
  await key(rig, 'up');
  expect(await rig.engine.store.buttons('deck')).toMatchObject([
    { state: 'idle', press_count: 1 },
  ]);
  expect(rig.simulator.button({ page: 1, row: 0, col: 0 })?.pressed).toBe(false);
  await key(rig, 'press', [0, 1]);
  expect(actions(rig)).toEqual(['down', 'up', 'press']);
});

test('down and up given at once leave in that order', async () => {
  await using rig = await engineFixture();
  await Promise.all([key(rig, 'down'), key(rig, 'up')]);
  expect(actions(rig)).toEqual(['down', 'up']);
});

test('what a holder held is let go when it is gone, and only that', async () => {
  await using rig = await engineFixture();
  await key(rig, 'down', [0, 0], { holder: 'tablet' });
  await key(rig, 'down', [0, 1], { holder: 'tablet' });
  await key(rig, 'up', [0, 1], { holder: 'tablet' });
  await key(rig, 'down', [0, 2], { holder: 'desk' });
  await rig.engine.release('tablet');
  const ups = rig.simulator.received.filter(({ action }) => action === 'up');
  expect(ups.map(({ location }) => location)).toEqual(['1/0/1', '1/0/0']);
});

test('a device that gets another name is let go of first, and no other one', async () => {
  await using rig = await engineFixture();
  await key(rig, 'down', [0, 0], { holder: 'tablet' });
  await rig.engine.releaseDevice('other');
  expect(actions(rig)).toEqual(['down']);
  await rig.engine.releaseDevice('deck');
  expect(actions(rig)).toEqual(['down', 'up']);
});

test('closing lets go of every held key', async () => {
  const rig = await engineFixture();
  await key(rig, 'down');
  await rig.engine.close();
  expect(actions(rig)).toEqual(['down', 'up']);
  await rig[Symbol.asyncDispose]();
});

test.each([
  [{ page: 0 }, 'validation_error'],
  [{ page: 11 }, 'validation_error'],
  [{ row: 4 }, 'validation_error'],
  [{ col: -1 }, 'validation_error'],
  [{ device_id: 'gone' }, 'device_not_found'],
])('a place that is not there is told: %j', async (place, error_type) => {
  await using rig = await engineFixture();
  expect(await key(rig, 'press', [0, 0], place)).toMatchObject({
    outcome: 'failed',
    error: { error_type },
  });
  expect(rig.simulator.received).toEqual([]);
});

test('a key that is switched off refuses with its reason; a page key sends nothing', async () => {
  await using rig = await engineFixture();
  await rig.layOut(
    { row: 0, col: 0, disabled: { reason: 'no server' } },
    { row: 0, col: 1, go_to_page: 2 },
  );
  expect(await key(rig, 'press')).toMatchObject({
    outcome: 'refused',
    error: { message: 'This key is switched off: no server' },
  });
  expect(await key(rig, 'press', [0, 1])).toMatchObject({
    outcome: 'skipped',
    metadata: { go_to_page: 2 },
  });
  expect(rig.simulator.received).toEqual([]);
});

test('the screen hears of it: running, then how it ended', async () => {
  await using rig = await engineFixture();
  const end = new AbortController();
  const seen: (string | null)[] = [];
  const watching = (async () => {
    for await (const event of rig.engine.mirror(end.signal)) {
      const lines = event.type === 'patch' ? event.changes.executions : event.state.executions;
      for (const line of Object.values(lines ?? {})) seen.push(line?.outcome ?? null);
      if (seen.at(-1) === 'unknown') return;
    }
  })();
  await rig.simulator.setFaults({ http: 'stall' });
  await key(rig, 'press', [0, 0], { timeout_ms: 120 });
  await watching;
  end.abort();
  expect(seen).toEqual([null, 'unknown']);
});

import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { SessionSchema } from '#shared/contract/session.ts';
import { aButton, aHardwareClient, anIntent, aRecording, AT } from './store-samples.ts';
import type { Store, StoreChange } from './store.ts';

/** A store under test, and the raw texts that another process could see and write. */
export interface StoreHarness {
  store: Store;
  plant(key: string, text: string): Promise<void>;
  raw(key: string): Promise<string | null>;
  close(): Promise<void>;
}

const anActionTrace = (text: string) => ({
  index: 0,
  action_type: 'press',
  protocol_name: 'p',
  device_id: 'd',
  command: { transport: 'udp' as const, host: 'h', port: 1, payload: 'x' },
  steps: [],
  reply: { text },
  attempts: 1,
  outcome: 'ok' as const,
  error: null,
});

const onStage = (button_id: string) => ({
  ...aButton('press', button_id),
  device_id: 'stage',
});

const secondsLater = (count: number) => new Date(Date.parse(AT) + count * 1000).toISOString();

const DEVICE_KEY = 'mcr:catalog:companion:device:main';
const INTENT_KEY = 'mcr:mapping:companion:intent:lights_down';
const STATE_KEY = 'mcr:companion:state:main:1_0_2';

/** What every store must do, whatever it is made of. */
export const describeStore = (name: string, open: () => Promise<StoreHarness>): void => {
  describe(`${name} keeps the store's promises`, () => {
    let harness: StoreHarness;
    let store: Store;
    beforeEach(async () => {
      harness = await open();
      store = harness.store;
    });
    afterEach(() => harness.close());

    it('keeps every kind under its key', async () => {
      await store.put('config', 'bridge', BridgeConfigSchema.parse({ show_name: 'Late' }));
      await store.put(
        'protocol',
        'press',
        ProtocolSchema.parse({ protocol_name: 'press', template: '/x' }),
      );
      await store.put(
        'device',
        'main',
        DeviceSchema.parse({ device_id: 'main', device_type: 'xl' }),
      );
      await store.put('intent', 'lights_down', anIntent('lights_down'));
      await store.put(
        'macro',
        'open',
        MacroSchema.parse({ macro_id: 'open', macro_name: 'Open', steps: [] }),
      );
      await store.put('hardware', 'desk/1&a', aHardwareClient('desk/1&a'));
      await store.put('layout', 'main', LayoutSchema.parse({ device_id: 'main' }));
      await store.put(
        'session',
        's1',
        SessionSchema.parse({ session_id: 's1', agent_id: 'if.sam' }),
      );
      for (const key of [
        'mcr:bridge:companion:config',
        'mcr:protocol:companion:press',
        'mcr:catalog:companion:device:main',
        INTENT_KEY,
        'mcr:companion:macro:open',
        'mcr:companion:hardware:desk%2F1%26a',
        'mcr:companion:layout:main',
        'mcr:companion:session:s1',
      ])
        expect(await harness.raw(key), key).toMatch(/^\{/);
      expect(await store.read('config', 'bridge')).toMatchObject({
        value: { show_name: 'Late' },
      });
      expect(await store.read('macro', 'open')).toMatchObject({ found: 'present' });
      expect(await store.list('hardware')).toMatchObject([{ client_id: 'desk/1&a' }]);
    });

    it('says what is absent, and that a name which may not be one is', async () => {
      expect(await store.read('intent', 'nobody')).toEqual({ found: 'absent' });
      expect(await store.read('intent', 'a:b*')).toEqual({ found: 'absent' });
      expect(await store.read('config', 'other')).toEqual({ found: 'absent' });
      expect(await store.remove('intent', 'nobody')).toBe(false);
      await expect(store.put('intent', 'a b', anIntent('x'))).rejects.toThrow('Not a name');
    });

    it('lists by name, and forgets what is removed', async () => {
      await store.put('intent', 'b', anIntent('b'));
      await store.put('intent', 'a', anIntent('a'));
      expect((await store.list('intent')).map((intent) => intent.intent_name)).toEqual([
        'a',
        'b',
      ]);
      expect(await store.remove('intent', 'a')).toBe(true);
      expect(await store.list('intent')).toHaveLength(1);
      expect(await store.read('intent', 'a')).toEqual({ found: 'absent' });
    });

    it('sets the time of making once', async () => {
      const first = await store.put('intent', 'a', anIntent('a'));
      expect(Date.parse(first.created_at ?? '')).toBeGreaterThan(0);
      const again = await store.put('intent', 'a', anIntent('a', { priority: 3 }));
      expect(again).toMatchObject({ created_at: first.created_at, priority: 3 });
      const given = await store.put('intent', 'b', anIntent('b', { created_at: AT }));
      expect(given.created_at).toBe(AT);
    });

    it('writes what is absent, and leaves what is there', async () => {
      expect(await store.putIfAbsent('intent', 'a', anIntent('a', { priority: 1 }))).toBe(true);
      expect(await store.putIfAbsent('intent', 'a', anIntent('a', { priority: 2 }))).toBe(
        false,
      );
      expect(await store.read('intent', 'a')).toMatchObject({ value: { priority: 1 } });
    });

    it('keeps fields that it does not know', async () => {
      await harness.plant(
        INTENT_KEY,
        JSON.stringify({
          intent_name: 'lights_down',
          actions: [{ protocol_name: 'p', device_id: 'd', colour_of_agent: 'red' }],
          agent_note: { a: 1 },
        }),
      );
      const read = await store.read('intent', 'lights_down');
      if (read.found !== 'present') throw new Error(read.found);
      await store.put('intent', 'lights_down', { ...read.value, priority: 9 });
      expect(JSON.parse((await harness.raw(INTENT_KEY)) ?? '')).toMatchObject({
        agent_note: { a: 1 },
        actions: [{ colour_of_agent: 'red' }],
        priority: 9,
      });
    });

    it.each([
      ['{"intent_name":', 'not JSON'],
      ['{"intent_name":"lights_down"}', 'actions'],
      ['[]', 'expected object'],
      ['{"intent_name":"other","actions":[]}', 'intent_name'],
    ])('reports what can not be read: %s', async (text, problem) => {
      const changes: StoreChange[] = [];
      store.onChange((change) => changes.push(change));
      await harness.plant(INTENT_KEY, text);
      const read = await store.read('intent', 'lights_down');
      expect(read).toMatchObject({
        found: 'corrupt',
        corruption: { key: INTENT_KEY, raw: text },
      });
      expect(await store.list('intent')).toEqual([]);
      expect(await store.corruptions()).toMatchObject([
        { key: INTENT_KEY, problem: expect.stringContaining(problem) },
      ]);
      expect(changes).toContainEqual({
        kind: 'corruption',
        key: INTENT_KEY,
        value: expect.objectContaining({ raw: text }),
      });
    });

    it('repairs only by what the key may hold', async () => {
      await harness.plant(INTENT_KEY, 'junk');
      await store.read('intent', 'lights_down');
      const fault = await store.repair(INTENT_KEY, '{"intent_name":"lights_down"}');
      expect(fault).toMatchObject({ error_type: 'validation_error' });
      expect(fault?.message).toContain('actions');
      expect(await harness.raw(INTENT_KEY)).toBe('junk');
      expect(await store.repair('session:1', '{}')).toMatchObject({ error_type: 'not_found' });
      const changes: StoreChange[] = [];
      store.onChange((change) => changes.push(change));
      expect(await store.repair(INTENT_KEY, JSON.stringify(anIntent('lights_down')))).toBe(
        null,
      );
      expect(await store.corruptions()).toEqual([]);
      expect(await store.read('intent', 'lights_down')).toMatchObject({ found: 'present' });
      expect(changes).toContainEqual({ kind: 'corruption', key: INTENT_KEY, value: null });
    });

    it('tells what it writes', async () => {
      const changes: StoreChange[] = [];
      const stop = store.onChange((change) => changes.push(change));
      const value = await store.put('intent', 'a', anIntent('a'));
      await store.remove('intent', 'a');
      expect(changes).toEqual([
        { kind: 'intent', name: 'a', value },
        { kind: 'intent', name: 'a', value: null },
      ]);
      stop();
      await store.put('intent', 'b', anIntent('b'));
      expect(changes).toHaveLength(2);
    });

    it('tells how long a round trip takes', async () => {
      const ms = await store.latency();
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(1000);
    });

    it('records an execution: audit, figures and button', async () => {
      const recording = aRecording({}, [aButton()], 2);
      expect(await store.record(recording)).toBe('written');
      expect(await store.audit({ limit: 5 })).toMatchObject([
        {
          execution_id: recording.execution.execution_id,
          at: recording.execution.started_at,
          origin: 'operator',
          intent_name: 'lights_down',
          key: 'main:1_0_2',
          outcome: 'ok',
          latency_ms: 12.5,
          actions_executed: 1,
          error_type: null,
          message: null,
        },
      ]);
      expect(await store.metrics()).toEqual({
        intents_executed: 1,
        intents_failed: 0,
        actions_executed: 1,
        total_latency_ms: 12.5,
        retry_count: 2,
        success_rate: 1,
        avg_latency_ms: 12.5,
      });
      expect(await store.buttons('main')).toMatchObject([
        { button_id: '1_0_2', state: 'idle', press_count: 1, last_pressed: AT },
      ]);
      expect(await store.execution(recording.execution.execution_id)).toEqual(
        recording.execution,
      );
      expect(await store.execution(ulid())).toBe(null);
      expect(await store.execution('nonsense')).toBe(null);
    });

    it('counts as failed what failed or can not be told, and else neither', async () => {
      const error = { error_type: 'connection_refused', message: 'no', details: {} } as const;
      await store.record(aRecording({ success: false, outcome: 'failed', error }));
      await store.record(aRecording({ success: false, outcome: 'unknown' }));
      await store.record(aRecording({ outcome: 'sent' }));
      for (const outcome of ['skipped', 'cancelled', 'refused', 'expired'] as const)
        await store.record(aRecording({ success: false, outcome, actions_executed: 0 }));
      expect(await store.metrics()).toMatchObject({
        intents_executed: 1,
        intents_failed: 2,
        total_latency_ms: 37.5,
        success_rate: 1 / 3,
      });
      expect(await store.audit({ limit: 100 })).toHaveLength(7);
    });

    it('never records a dry run', async () => {
      await store.record(aRecording({ dry_run: true }, [aButton()]));
      expect(await store.audit({ limit: 1 })).toEqual([]);
      expect(await store.buttons('main')).toEqual([]);
    });

    it('pages the audit backwards, newest first', async () => {
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        const recording = aRecording();
        ids.unshift(recording.execution.execution_id);
        await store.record(recording);
      }
      const first = await store.audit({ limit: 2 });
      const rest = await store.audit({ limit: 10, before: first[1]?.id ?? '' });
      expect([...first, ...rest].map((entry) => entry.execution_id)).toEqual(ids);
      expect(await store.audit({ limit: 2, before: '0-0' })).toEqual([]);
      expect(await store.audit({ limit: 2, before: 'x' })).toEqual([]);
      const recent = await store.recentExecutions(3);
      expect(recent.map((execution) => execution.execution_id)).toEqual(ids.slice(0, 3));
    });

    it('leaves out long replies from the record, and never the audit entry', async () => {
      const long = aRecording({ trace: [anActionTrace('y'.repeat(20_000))] });
      await store.record(long);
      const kept = await store.execution(long.execution.execution_id);
      expect(kept?.trace[0]).toMatchObject({
        reply: { text: '', truncated: true },
        command: { payload: 'x' },
      });
    });

    it('follows a key down and up, and a press that comes between', async () => {
      const states: string[] = [];
      store.onChange((change) => {
        if (change.kind === 'button')
          states.push(`${change.value.state} ${change.value.press_count}`);
      });
      await store.record(aRecording({}, [aButton('down')]));
      await store.record(aRecording({}, [aButton('up')]));
      await store.record(aRecording({}, [aButton('press')]));
      expect(states).toEqual(['pressed 1', 'idle 1', 'idle 2']);
    });

    it('loses no press when many come at once', async () => {
      await Promise.all(
        Array.from({ length: 50 }, () => store.record(aRecording({}, [aButton()]))),
      );
      expect(await store.buttons('main')).toMatchObject([{ press_count: 50 }]);
    });

    it('changes a button without touching what others wrote there', async () => {
      await harness.plant(
        STATE_KEY,
        '{"device_id":"main","button_id":"1_0_2","seen_ns":1763719200123456789,"gain":1.0,"press_count":4}',
      );
      await store.record(aRecording({}, [aButton()]));
      const text = (await harness.raw(STATE_KEY)) ?? '';
      expect(text).toContain('"seen_ns":1763719200123456789');
      expect(text).toContain('"gain":1.0');
      expect(JSON.parse(text)).toMatchObject({ press_count: 5, last_pressed: AT });
    });

    it('moves the states of a device’s buttons to its new name', async () => {
      const onOther = { ...aButton(), device_id: 'main_b' };
      await store.record(
        aRecording({}, [
          aButton(),
          aButton(),
          aButton('press', '1_0_3'),
          onStage('1_0_3'),
          onOther,
        ]),
      );
      const text = (await harness.raw(STATE_KEY)) ?? '';
      await harness.plant(STATE_KEY, text.replace('{', '{"note":"of another writer",'));
      await store.moveButtons('main', 'stage');
      expect(await store.buttons('main')).toEqual([]);
      expect(await store.buttons('main_b')).toHaveLength(1);
      expect(await store.buttons('stage')).toMatchObject([
        { device_id: 'stage', button_id: '1_0_2', press_count: 2 },
        { device_id: 'stage', button_id: '1_0_3', press_count: 1 },
      ]);
      await store.record(aRecording({}, [onStage('1_0_2')]));
      expect(await store.buttons('stage')).toMatchObject([{ press_count: 3 }, {}]);
      const moved = await harness.raw('mcr:companion:state:stage:1_0_2');
      expect(moved).toContain('of another writer');
    });

    it('marks a device as seen, once in ten seconds, and touches nothing else', async () => {
      const before =
        '{"device_id":"main","device_type":"xl","serial":1763719200123456789,"gain":1.0}';
      await harness.plant(DEVICE_KEY, before);
      await Promise.all([
        store.touchDevice('main', AT),
        store.touchDevice('main', secondsLater(0.1)),
      ]);
      expect(await harness.raw(DEVICE_KEY)).toBe(`${before.slice(0, -1)},"last_seen":"${AT}"}`);
      await store.touchDevice('main', secondsLater(9));
      expect(await harness.raw(DEVICE_KEY)).toContain(AT);
      await store.touchDevice('main', secondsLater(10));
      expect(await harness.raw(DEVICE_KEY)).toContain(secondsLater(10));
    });

    it('never brings back a device that was removed, nor touches what can not be read', async () => {
      await store.touchDevice('main', AT);
      await store.touchDevice('no name:*', AT);
      expect(await harness.raw(DEVICE_KEY)).toBe(null);
      await harness.plant(DEVICE_KEY, '{"device_id":"main"}');
      await store.touchDevice('main', secondsLater(60));
      expect(await harness.raw(DEVICE_KEY)).toBe('{"device_id":"main"}');
    });

    it('leaves a corrupt button as it is, and records the rest', async () => {
      await harness.plant(STATE_KEY, '{"press_count":-1}');
      expect(await store.record(aRecording({}, [aButton()]))).toBe('written');
      expect(await harness.raw(STATE_KEY)).toBe('{"press_count":-1}');
      expect(await store.audit({ limit: 5 })).toHaveLength(1);
      expect(await store.corruptions()).toMatchObject([{ key: STATE_KEY }]);
      await store.repair(STATE_KEY, '{"device_id":"main","button_id":"1_0_2"}');
      await store.record(aRecording({}, [aButton()]));
      expect(await store.buttons('main')).toMatchObject([{ press_count: 1 }]);
      expect(await store.corruptions()).toEqual([]);
    });
  });
};

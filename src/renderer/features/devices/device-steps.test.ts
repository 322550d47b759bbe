import { describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { DeviceHealthSchema } from '#shared/contract/telemetry.ts';
import { deviceSections } from './device-sections.ts';
import { deviceSteps, STALE_AFTER_MS } from './device-steps.ts';
import { breaksWords, deviceUses } from './device-uses.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';

const NOW = Date.parse('2026-11-21T20:00:00Z');
const ago = (ms: number): string => new Date(NOW - ms).toISOString();
const config = BridgeConfigSchema.parse({});

const aDevice = (device_id: string, more: object = {}) =>
  DeviceSchema.parse({ device_id, device_type: 'virtual_surface', ...more });

const aHealth = (more: object) =>
  DeviceHealthSchema.parse({
    device_id: 'd',
    state: 'untried',
    latency_ms: null,
    last_answer_at: null,
    message: null,
    ...more,
  });

const steps = (device: object, health?: object) =>
  deviceSteps(aDevice('d', device), health && aHealth(health), NOW, config);

describe('the three steps of a device', () => {
  it('proves each on its own', () => {
    expect(steps({})).toMatchObject({
      configured: 'proved',
      reachable: 'unproved',
      answering: 'unproved',
      words: 'not asked yet',
    });
    expect(steps({}, { last_reached_at: ago(1000) })).toMatchObject({
      reachable: 'proved',
      answering: 'unproved',
      words: 'reachable, not asked',
    });
    const at = ago(1000);
    expect(
      steps({}, { state: 'answering', last_reached_at: at, last_answer_at: at }),
    ).toMatchObject({ reachable: 'proved', answering: 'proved', tone: 'good' });
  });

  it('has no address without a URL and without a show', () => {
    expect(deviceSteps(aDevice('d'), undefined, NOW, undefined)).toMatchObject({
      configured: 'wrong',
      words: 'has no address',
    });
  });

  it('lets an answer grow stale, with its age', () => {
    const at = ago(STALE_AFTER_MS + 7 * 60_000);
    expect(
      steps({}, { state: 'answering', last_reached_at: at, last_answer_at: at }),
    ).toMatchObject({
      reachable: 'stale',
      answering: 'stale',
      words: 'stale, 12 min',
      tone: 'attention',
    });
  });

  it('is stale once the looks in the background find nothing, never reached or reached before', () => {
    const stale = { state: 'stale', missed: 3 };
    expect(steps({}, stale)).toMatchObject({
      reachable: 'wrong',
      answering: 'unproved',
      words: 'stale, 3 missed',
      tone: 'attention',
    });
    const at = ago(40_000);
    expect(steps({}, { ...stale, last_reached_at: at, last_answer_at: at })).toMatchObject({
      reachable: 'stale',
      answering: 'stale',
    });
  });

  it('says when a device that is held back is tried next', () => {
    const open = { state: 'open', failures: 5, next_try_at: ago(-7000) };
    expect(steps({}, open)).toMatchObject({
      reachable: 'wrong',
      words: 'held back, next try in 7 s',
    });
  });

  it('promises no answer where none can come', () => {
    for (const connection_url of ['udp://10.0.0.5:9000', 'osc://10.0.0.5:9000'])
      expect(steps({ connection_url })).toMatchObject({
        answering: 'cannot',
        words: 'cannot answer',
      });
    expect(steps({ connection_url: 'osc+tcp://10.0.0.5:9000' }).answering).toBe('unproved');
  });

  it('takes a group for what its members are', () => {
    const group = aDevice('g', { group: { mode: 'mirror', device_ids: ['a', 'b'] } });
    const at = ago(10);
    const good = steps({}, { state: 'answering', last_reached_at: at, last_answer_at: at });
    expect(deviceSteps(group, undefined, NOW, config, [good, steps({})])).toMatchObject({
      answering: 'unproved',
      words: '1 of 2 answering',
    });
    expect(deviceSteps(group, undefined, NOW, config, [good])).toMatchObject({
      configured: 'wrong',
      words: 'a member is missing',
    });
  });
});

describe('the catalogue', () => {
  const devices = {
    a: aDevice('a', { backup_device_id: 'b' }),
    b: aDevice('b'),
    c: aDevice('c'),
    g: aDevice('g', { group: { mode: 'failover', device_ids: ['c', 'gone'] } }),
    z: aDevice('z'),
  };

  it('shows each device once, beside what it belongs to', () => {
    const shown = deviceSections(devices).map((section) => [
      section.title,
      section.devices.map(({ device_id }) => device_id),
    ]);
    expect(shown).toEqual([
      ['g', ['g', 'c']],
      ['a', ['a', 'b']],
      ['On their own', ['z']],
    ]);
  });

  it('shows devices that back each other up', () => {
    const ring = {
      a: aDevice('a', { backup_device_id: 'b' }),
      b: aDevice('b', { backup_device_id: 'a' }),
    };
    expect(deviceSections(ring).flatMap((section) => section.devices)).toHaveLength(2);
  });

  it('knows what would break without one', () => {
    const intents = {
      cut: IntentSchema.parse({
        intent_name: 'cut',
        actions: [{ protocol_name: 'p', device_id: 'c' }],
      }),
      spare: IntentSchema.parse({
        intent_name: 'spare',
        actions: [
          {
            protocol_name: 'p',
            device_id: 'z',
            fallbacks: [{ protocol_name: 'p', device_id: 'c' }],
          },
        ],
      }),
    };
    const layouts = {
      c: LayoutSchema.parse({
        device_id: 'c',
        pages: [{ page: 1, keys: [{ row: 0, col: 0 }] }],
      }),
    };
    const none = {
      intents: {},
      macros: {},
      layouts: {},
      venues: {},
      hardware_clients: {},
      config: {},
    };
    const catalogue = { ...none, devices };
    const uses = deviceUses('c', { ...catalogue, intents, layouts });
    expect(uses).toMatchObject({ intents: ['cut', 'spare'], groups: ['g'], keys: 1 });
    expect(breaksWords(uses)).toBe('2 intents, 1 group, its layout with 1 key');
    expect(breaksWords(deviceUses('a', catalogue))).toBeNull();
    expect(deviceUses('b', catalogue).backs).toEqual(['a']);
  });
});

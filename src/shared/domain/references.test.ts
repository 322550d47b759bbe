import { describe, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../contract/config.ts';
import { DeviceSchema } from '../contract/device.ts';
import { HardwareClientSchema } from '../contract/hardware-clients.ts';
import { IntentSchema } from '../contract/intent.ts';
import { LayoutSchema } from '../contract/layout.ts';
import { MacroSchema } from '../contract/macro.ts';
import { VenueSchema } from '../contract/venue.ts';
import { referenceIndex, referencesTo, withRenamed, type Referring } from './references.ts';

const intents = {
  cut: IntentSchema.parse({
    intent_name: 'cut',
    actions: [
      { protocol_name: 'press', device_id: 'deck' },
      {
        protocol_name: 'osc_cut',
        device_id: 'mixer',
        note: 'of another writer',
        fallbacks: [
          { protocol_name: 'press' },
          { protocol_name: 'tcp_cut', device_id: 'deck' },
        ],
      },
      { action_type: 'camera', protocol_name: 'start_recording', device_id: 'cam_1' },
    ],
  }),
};
const macros = {
  open: MacroSchema.parse({
    macro_id: 'open',
    macro_name: 'Open',
    steps: [
      { step_number: 1, intent_name: 'cut' },
      { step_number: 5, intent_name: 'fade', fallback_intent: 'cut', for_each: { items: [1] } },
      { step_number: 7, macro_id: 'close' },
      {
        step_number: 8,
        wait_until: { 'device.state': 'answering' },
        variables: { device_id: 'deck' },
      },
      { step_number: 9, intent_name: 'fade', variables: { device_id: '$which' } },
    ],
    on_abort: [
      { step_number: 1, intent_name: 'cut' },
      { step_number: 2, macro_id: 'close' },
    ],
  }),
};
const layouts = {
  deck: LayoutSchema.parse({
    device_id: 'deck',
    pages: [
      {
        page: 1,
        keys: [
          { row: 0, col: 2, intent_name: 'cut' },
          { row: 1, col: 0 },
        ],
      },
      { page: 3, keys: [{ row: 0, col: 0, macro_id: 'close' }] },
    ],
  }),
};
const devices = {
  deck: DeviceSchema.parse({
    device_id: 'deck',
    device_type: 'xl',
    backup_device_id: 'spare',
  }),
  both: DeviceSchema.parse({
    device_id: 'both',
    device_type: 'xl',
    group: { mode: 'mirror', device_ids: ['deck', 'spare'] },
  }),
};
const limit = { points: 1, per_ms: 100 };
const config = {
  bridge: BridgeConfigSchema.parse({ rate_limits: { targets: { deck: limit, '*': limit } } }),
};
const venues = {
  tour: VenueSchema.parse({
    venue_name: 'tour',
    devices: { deck: 'http://10.0.0.1:8000', spare: null },
    bridge: config.bridge,
  }),
};
const hardware_clients = {
  'desk/1': HardwareClientSchema.parse({
    kind: 'generic',
    client_id: 'desk/1',
    client_type: 'desk',
    host: 'quiz:8000',
    game_id: 1,
    triggers: [
      { message_type: 'go', intent_name: 'cut' },
      { message_type: 'end', macro_id: 'show' },
    ],
  }),
};
const catalogue: Referring = {
  intents,
  macros,
  layouts,
  devices,
  venues,
  hardware_clients,
  config,
};

const found = (kind: Parameters<typeof referencesTo>[0], name: string) =>
  referencesTo(kind, name, catalogue).map((each) => `${each.kind} ${each.name}: ${each.where}`);

describe('what names', () => {
  test('an intent: steps, their fallbacks, keys', () => {
    expect(found('intent', 'cut')).toEqual([
      'macro open: step 1',
      'macro open: step 5, fallback',
      'macro open: on abort, step 1',
      'layout deck: key 1/0/2',
      'hardware desk/1: trigger 1',
    ]);
  });

  test('a macro: steps that nest it, keys', () => {
    expect(found('macro', 'close')).toEqual([
      'macro open: step 7',
      'macro open: on abort, step 2',
      'layout deck: key 3/0/0',
    ]);
    expect(found('macro', 'show')).toEqual(['hardware desk/1: trigger 2']);
  });

  test('a protocol: actions and their fallbacks', () => {
    expect(found('protocol', 'press')).toEqual([
      'intent cut: action 1',
      'intent cut: action 2, fallback 1',
    ]);
    expect(found('protocol', 'tcp_cut')).toEqual(['intent cut: action 2, fallback 2']);
  });

  test('a device: actions, fallbacks, its layout, what stands in for it, limits', () => {
    expect(found('device', 'deck')).toEqual([
      'intent cut: action 1',
      'intent cut: action 2, fallback 2',
      'macro open: step 8, variables',
      'layout deck: the keys of this device',
      'device both: group',
      'venue tour: its address',
      'config bridge: rate limit',
    ]);
    expect(found('device', 'spare')).toEqual([
      'device deck: backup',
      'device both: group',
      'venue tour: its address',
    ]);
    expect(found('device', 'cam_1')).toEqual([]);
    expect(found('protocol', 'start_recording')).toEqual([]);
  });

  test('nothing, and things of the same name and another kind', () => {
    expect(found('intent', 'deck')).toEqual([]);
    expect(found('protocol', 'cut')).toEqual([]);
    expect(found('device', '*')).toEqual([]);
    expect(found('device', '$which')).toEqual([]);
  });
});

test('the index knows of each what the look-up of one finds', () => {
  const index = referenceIndex(catalogue);
  for (const [kind, name] of [
    ['intent', 'cut'],
    ['macro', 'close'],
    ['protocol', 'press'],
    ['device', 'deck'],
  ] as const)
    expect(index.get(`${kind}:${name}`)).toEqual(referencesTo(kind, name, catalogue));
  expect(index.get('intent:nobody')).toBeUndefined();
});

test('a renamed one is followed, and nothing else is touched', () => {
  const renamed = withRenamed('macro', macros.open, {
    kind: 'intent',
    from: 'cut',
    to: 'take',
  });
  expect(renamed?.where).toEqual(['step 1', 'step 5, fallback', 'on abort, step 1']);
  const text = JSON.stringify(macros.open).replaceAll('"cut"', '"take"');
  expect(renamed?.value).toEqual(JSON.parse(text));
  const other = withRenamed('intent', intents.cut, {
    kind: 'protocol',
    from: 'osc_cut',
    to: 'cut_osc',
  });
  expect(other?.value).toEqual(
    JSON.parse(JSON.stringify(intents.cut).replaceAll('"osc_cut"', '"cut_osc"')),
  );
  expect(
    withRenamed('intent', intents.cut, { kind: 'intent', from: 'cut', to: 'x' }),
  ).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '../contract/config.ts';
import { DeviceSchema } from '../contract/device.ts';
import type { ActionTrace, Execution } from '../contract/execution.ts';
import { IntentSchema } from '../contract/intent.ts';
import { ProtocolSchema } from '../contract/protocol.ts';
import { commandLine, firstSends, type Catalogue } from './first-send.ts';

const aDevice = (device_id: string, more: object = {}) =>
  DeviceSchema.parse({ device_id, device_type: 'x', ...more });

const catalogue: Catalogue = {
  config: BridgeConfigSchema.parse({}),
  protocols: {
    press: ProtocolSchema.parse({ protocol_name: 'press', template: '/x' }),
    osc: ProtocolSchema.parse({
      protocol_name: 'osc',
      protocol_type: 'osc',
      template: '/x',
      osc_address: '/x',
    }),
  },
  devices: {
    a: aDevice('a', { observe_only: true, connection_url: 'http://10.0.0.5:8000' }),
    b: aDevice('b', { observe_only: true, connection_url: 'osc://[fe80::1]:9000' }),
    free: aDevice('free'),
    sim: aDevice('sim', { observe_only: true, metadata: { simulated: true } }),
    both: aDevice('both', {
      observe_only: true,
      group: { mode: 'mirror', device_ids: ['a', 'free'] },
    }),
  },
};

const refusal = (device_id: string) => ({
  error_type: 'refused' as const,
  message: '',
  details: { reason: 'observe_only', device_id },
});

const traced = (device_id: string, protocol_name = 'press'): ActionTrace => ({
  index: 0,
  action_type: 'press',
  protocol_name,
  device_id,
  command: {
    transport: 'http',
    method: 'POST',
    url: 'http://10.0.0.5:8000/api/location/1/0/2/press?a=1',
    headers: {},
    body: null,
  },
  steps: [],
  reply: null,
  attempts: 0,
  outcome: 'refused',
  error: refusal(device_id),
});

const refused = (...trace: ActionTrace[]): Pick<Execution, 'outcome' | 'error' | 'trace'> => ({
  outcome: 'refused',
  error: trace[0]?.error ?? null,
  trace,
});

const actionsOn = (...on: [device: string, protocol: string][]) =>
  IntentSchema.parse({
    intent_name: 'i',
    actions: on.map(([device_id, protocol_name]) => ({ device_id, protocol_name })),
  }).actions;

describe('the first send to a device', () => {
  it('names where it goes and what leaves', () => {
    expect(firstSends(refused(traced('a')), [], catalogue)).toEqual([
      {
        device_id: 'a',
        to: '10.0.0.5:8000 · HTTP',
        what: 'POST /api/location/1/0/2/press?a=1',
      },
    ]);
  });

  it('asks at once for every device that the run would come to', () => {
    const actions = actionsOn(
      ['a', 'press'],
      ['free', 'press'],
      ['b', 'osc'],
      ['sim', 'press'],
    );
    expect(firstSends(refused(traced('a')), actions, catalogue)).toMatchObject([
      { device_id: 'a' },
      { device_id: 'b', to: '[fe80::1]:9000 · OSC', what: null },
    ]);
  });

  it('asks for a group and for its members that are observed themselves', () => {
    expect(firstSends(refused(traced('both')), [], catalogue)).toMatchObject([
      { device_id: 'both', to: 'its members: a, free' },
      { device_id: 'a', to: '10.0.0.5:8000 · HTTP' },
    ]);
  });

  it('is no matter of any other refusal, and none of what was let go meanwhile', () => {
    const other = { ...refusal('a'), details: { reason: 'breaker_open', device_id: 'a' } };
    const run = { ...refused(traced('a')), error: other };
    expect(firstSends(run, [], catalogue)).toEqual([]);
    expect(firstSends(refused(traced('free')), [], catalogue)).toEqual([]);
  });

  it('is told in one line', () => {
    const text = commandLine({
      transport: 'osc',
      via: 'udp',
      host: 'h',
      port: 1,
      address: '/cue/1/go',
      args: [{ type: 'i', value: 3 }, { type: 'T' }],
    });
    expect(text).toBe('/cue/1/go 3 T');
    expect(
      commandLine({ transport: 'tcp', host: 'h', port: 1, payload: 'x'.repeat(999) }),
    ).toHaveLength(161);
  });
});

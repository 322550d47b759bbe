import { describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import type { Found } from '#shared/contract/find.ts';
import { deviceOf } from './device-draft.ts';
import { deviceFound, knownAt } from './found-device.ts';

const found: Found = {
  host: '192.168.1.20',
  port: 8000,
  service: 'companion',
  what: 'Companion 5.1.0',
  is_sure: true,
  latency_ms: 1,
  connection_url: 'http://192.168.1.20:8000',
  device_type: 'streamdeck_xl',
};

const aDevice = (device_id: string, more: object = {}) =>
  DeviceSchema.parse({ device_id, device_type: 'x', ...more });

describe('what was found', () => {
  it('becomes a new device that is only observed, under a free name', () => {
    const made = deviceOf(deviceFound(found, new Set(['companion_192_168_1_20'])));
    expect(made).toMatchObject({
      ok: true,
      value: {
        device_id: 'companion_192_168_1_20_2',
        connection_url: 'http://192.168.1.20:8000',
        observe_only: true,
        rows: 4,
        cols: 8,
      },
    });
    const here = { ...found, host: '127.0.0.1', service: 'vmix', device_type: 'vmix' } as const;
    expect(deviceFound(here, new Set()).device_id).toBe('vmix_here');
  });

  it('is known again by its address, whatever the scheme, or as the show’s Companion', () => {
    const devices = {
      a: aDevice('a', { connection_url: 'https://192.168.1.20:8000/' }),
      b: aDevice('b'),
      c: aDevice('c', { connection_url: 'http://192.168.1.21:8000' }),
      sim: aDevice('sim', { metadata: { simulated: true } }),
    };
    const config = BridgeConfigSchema.parse({ host: '192.168.1.20' });
    expect(knownAt(found, devices, config)).toEqual(['a', 'b']);
    expect(knownAt(found, devices, undefined)).toEqual(['a']);
  });
});

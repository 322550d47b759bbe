import { describe, expect, it } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { DeviceHealthSchema, type DeviceHealth } from '#shared/contract/telemetry.ts';
import { failoversOf } from './failovers.ts';

const aDevice = (device_id: string, more: object = {}) =>
  DeviceSchema.parse({ device_id, device_type: 'x', ...more });
const devices = {
  a: aDevice('a', { backup_device_id: 'b' }),
  b: aDevice('b', { backup_device_id: 'a' }),
  c: aDevice('c'),
  g: aDevice('g', { group: { mode: 'failover', device_ids: ['c', 'gone', 'a', 'b'] } }),
  m: aDevice('m', { group: { mode: 'mirror', device_ids: ['a', 'c'] } }),
};

const health = (states: Record<string, DeviceHealth['state']>) =>
  Object.fromEntries(
    Object.entries(states).map(([device_id, state]) => [
      device_id,
      DeviceHealthSchema.parse({
        device_id,
        state,
        latency_ms: null,
        last_answer_at: null,
        message: state === 'answering' ? null : 'refused',
      }),
    ]),
  );
const found = (states: Record<string, DeviceHealth['state']>) =>
  failoversOf(devices, health(states)).map(
    ({ lead, away, takes }) => `${lead}: ${away} → ${takes}`,
  );

describe('a stand-in that has taken over', () => {
  it('is told while the first in line is away, and not once it is back', () => {
    expect(found({})).toEqual([]);
    expect(found({ c: 'failing' })).toEqual(['g: c → a']);
    expect(found({ c: 'stale', a: 'open' })).toEqual(['a: a → b', 'g: c → b']);
    expect(found({ c: 'answering', a: 'answering' })).toEqual([]);
  });

  it('is none where nobody is better off, and in a mirror, where all get everything', () => {
    expect(found({ a: 'failing', b: 'failing' })).toEqual([]);
    expect(found({ a: 'open', b: 'stale' })).toEqual(['a: a → b']);
    expect(found({ b: 'failing' })).toEqual(['b: b → a']);
  });

  it('is none that is only observed itself', () => {
    const observed = { ...devices, b: aDevice('b', { observe_only: true }) };
    expect(failoversOf(observed, health({ a: 'failing' }))).toEqual([]);
  });

  it('says why', () => {
    expect(failoversOf(devices, health({ c: 'failing' }))[0]?.why).toBe('refused');
  });
});

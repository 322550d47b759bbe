import { describe, expect, it } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import {
  blankDevice,
  copyOf,
  deviceOf,
  SoundDeviceSchema,
  typedOf,
  withModel,
} from './device-draft.ts';

const device = DeviceSchema.parse({
  device_id: 'vision',
  device_type: 'streamdeck_xl',
  rows: 4,
  cols: 8,
  page_count: 3,
  connection_url: 'http://10.0.0.5:8000',
  metadata: { simulated: true, rack: 'B2' },
  created_at: '2026-11-21T10:00:00Z',
  last_seen: '2026-11-22T10:00:00Z',
  python_field: { kept: true },
});

const problems = (change: object) => {
  const made = deviceOf({ ...typedOf(device), ...change });
  return made.ok ? [] : made.problems;
};

describe('a device as it is typed', () => {
  it('comes back as it was, with what this form has no field for', () => {
    const made = deviceOf(typedOf(device));
    const { last_seen: _seen, ...authored } = device;
    expect(made).toEqual({
      ok: true,
      value: { ...authored, backup_device_id: null, group: null },
    });
  });

  it('says what to type, field by field', () => {
    expect(problems({ device_id: 'käse 🎛' })[0]).toEqual([
      'device_id',
      expect.stringMatching(/no spaces, accents or emoji/),
    ]);
    expect(problems({ rows: 'four' })).toEqual([['rows', 'A whole number from 1 to 16.']]);
    expect(problems({ page_count: '0' })).toEqual([
      ['page_count', 'A whole number from 1 to 999.'],
    ]);
    expect(problems({ connection_url: '10.0.0.5' })[0]).toEqual([
      'connection_url',
      expect.stringMatching(/^Write it like http/),
    ]);
    expect(problems({ metadata: '[1' })[0]?.[0]).toBe('metadata');
    expect(problems({ group_mode: 'mirror' })[0]?.[0]).toBe('group_ids');
  });

  it('of OBS takes its usual port where none is typed, and the name of a secret', () => {
    const of = (connection_url: string, password_name = '') => {
      const made = deviceOf({ ...typedOf(device), connection_url, password_name });
      return made.ok ? made.value : made.problems;
    };
    expect(of('obs://10.0.0.9')).toMatchObject({ connection_url: 'obs://10.0.0.9:4455' });
    expect(of('obs://[fe80::1]/')).toMatchObject({ connection_url: 'obs://[fe80::1]:4455' });
    expect(of('obs://obs.local:4460', 'obs_main')).toMatchObject({
      connection_url: 'obs://obs.local:4460',
      password_name: 'obs_main',
    });
    expect(of('obs://10.0.0.9')).not.toHaveProperty('password_name');
    expect(of('obs://10.0.0.9', 'hunter 2')).toEqual([
      ['password_name', expect.stringMatching(/no spaces/)],
    ]);
    const stored = DeviceSchema.parse({ ...device, password_name: 'obs_main' });
    expect(deviceOf(typedOf(stored))).toMatchObject({ value: { password_name: 'obs_main' } });
  });

  it('stands in for others only', () => {
    expect(problems({ backup_device_id: 'vision' })[0]?.[0]).toBe('backup_device_id');
    expect(problems({ group_mode: 'failover', group_ids: ['vision'] })[0]?.[0]).toBe(
      'group_ids',
    );
  });

  it('tells the form where each problem is', () => {
    const checked = SoundDeviceSchema.safeParse({ ...blankDevice('x'), cols: '99' });
    expect(checked.error?.issues.map(({ path }) => path)).toEqual([['cols']]);
  });

  it('begins only observed, and so does a copy', () => {
    expect(deviceOf(blankDevice('new'))).toMatchObject({
      ok: true,
      value: { observe_only: true },
    });
    const copy = copyOf(device, new Set(['vision', 'vision_copy']));
    expect(copy).toMatchObject({ device_id: 'vision_copy_2', observe_only: true });
    expect(copy.rest).toEqual({ python_field: { kept: true } });
  });

  it('takes the grid of its model', () => {
    expect(withModel('streamdeck_mini')).toEqual({ rows: '2', cols: '3' });
    expect(withModel('mixer')).toEqual({});
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import type { Origin } from '#shared/contract/execution.ts';
import { systemClock } from '../clock.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { devicesOf } from './devices.ts';
import { EngineDouble } from './engine-double.ts';

const params = { name: 'real' };
const aDevice = (more: object = {}) =>
  DeviceSchema.parse({ device_id: 'real', device_type: 'mixer', ...more });

let engine: EngineDouble;
let devices: ReturnType<typeof devicesOf>;
beforeEach(async () => {
  engine = new EngineDouble(createMemoryStore({ clock: systemClock }));
  devices = devicesOf(engine, () => engine.store);
  await engine.store.put('device', 'real', aDevice({ observe_only: true, rows: 2 }));
});

const letSend = (origin: Origin, headers?: object) =>
  devices.letSend({ input: { params, headers }, context: { origin } });
const put = (origin: Origin, more: object = {}, name = 'real') =>
  devices.put({
    input: { params: { name }, body: aDevice({ device_id: name, ...more }) },
    context: { origin },
  });

describe('a device that is only observed', () => {
  it('is let send by the operator, the rest of it stays, and the audit says who did', async () => {
    const stored = await letSend('operator');
    expect(stored).not.toHaveProperty('observe_only');
    expect(stored.rows).toBe(2);
    expect(engine.notes).toEqual([['operator', expect.stringContaining('real may send')]]);
  });

  it('is written over the revision that was shown, or not at all', async () => {
    await expect(letSend('operator', { 'if-match': '"stale000"' })).rejects.toMatchObject({
      data: { error_type: 'precondition_failed' },
    });
    expect(engine.notes).toEqual([]);
  });

  it('is let send by a form that is saved, and the audit says so too', async () => {
    await put('api:desk');
    expect(engine.notes).toHaveLength(1);
    await put('api:desk');
    expect(engine.notes).toHaveLength(1);
  });

  it.each<Origin>(['agent:cam', 'hardware:buzzer'])(
    'stays so for %s, which can’t make a new one that sends either',
    async (origin) => {
      const refused = { data: { error_type: 'refused' } };
      await expect(letSend(origin)).rejects.toMatchObject(refused);
      await expect(put(origin)).rejects.toMatchObject(refused);
      await expect(put(origin, {}, 'other')).rejects.toMatchObject(refused);
      expect(await put(origin, { observe_only: true, rows: 3 })).toMatchObject({ rows: 3 });
      expect(await put(origin, { observe_only: true }, 'other')).toMatchObject({
        observe_only: true,
      });
      expect(engine.notes).toEqual([]);
    },
  );
});

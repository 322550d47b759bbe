import { expect, it } from 'vitest';
import { DeviceSchema } from '#shared/contract/device.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { revisionOf } from './revision.ts';
import { anIntent } from './store-samples.ts';

const intentOf = (text: string) => revisionOf('intent', IntentSchema.parse(JSON.parse(text)));

it('is one for equal values, whatever the order of their fields', () => {
  const python =
    '{"actions": [{"device_id": "d", "protocol_name": "p", "note": {"b": 1, "a": [1, 2]}}], "intent_name": "x"}';
  const ours =
    '{"intent_name":"x","actions":[{"note":{"a":[1,2],"b":1},"protocol_name":"p","device_id":"d"}]}';
  expect(intentOf(python)).toBe(intentOf(ours));
  expect(intentOf(python)).toMatch(/^[\w-]{8}$/);
});

it.each([
  '{"intent_name":"x","actions":[{"protocol_name":"p","device_id":"d","note":[2,1]}]}',
  '{"intent_name":"x","actions":[{"protocol_name":"p","device_id":"d","note":[1,2]}],"by":"agent"}',
  '{"intent_name":"x","actions":[{"protocol_name":"p","device_id":"d","note":"1,2"}]}',
])('is another for another value: %s', (text) => {
  expect(intentOf(text)).not.toBe(
    intentOf(
      '{"intent_name":"x","actions":[{"protocol_name":"p","device_id":"d","note":[1,2]}]}',
    ),
  );
});

it('knows a default that is written out and one that is left out as the same', () => {
  expect(revisionOf('intent', anIntent('x', { priority: 0 }))).toBe(
    revisionOf('intent', anIntent('x')),
  );
});

const device = (extra: object) =>
  revisionOf('device', DeviceSchema.parse({ device_id: 'd', device_type: 'xl', ...extra }));

it('is not moved by what the engine notes down about a device', () => {
  expect(device({ last_seen: '2026-11-21T10:00:00.000Z' })).toBe(device({}));
  expect(device({ rows: 4 })).not.toBe(device({}));
});

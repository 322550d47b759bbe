import { expect, test } from 'vitest';
import { HardwareTriggerSchema } from '#shared/contract/hardware-clients.ts';
import { firedBy } from './trigger.ts';

const trigger = (extra: object) =>
  HardwareTriggerSchema.parse({ message_type: 'score', intent_name: 'cut', ...extra });

const fired = (extra: object, message: object, direction: 'in' | 'out' = 'in') =>
  firedBy({ triggers: [trigger(extra)] }, direction, { type: 'score', ...message });

test('its type, its direction and every field that it names decide', () => {
  expect(fired({}, {})).toHaveLength(1);
  expect(fired({ message_type: 'other' }, {})).toEqual([]);
  expect(fired({}, {}, 'out')).toEqual([]);
  expect(fired({ direction: 'out' }, {}, 'out')).toHaveLength(1);
  expect(fired({ disabled: true }, {})).toEqual([]);
  const match = { 'team.name': ['red', 'blue'], final: true };
  expect(fired({ match }, { team: { name: 'red' }, final: true })).toHaveLength(1);
  expect(fired({ match }, { team: { name: 'green' }, final: true })).toEqual([]);
  expect(fired({ match }, { team: { name: 'red' } })).toEqual([]);
  // A text is no number, and what objects inherit is no field.
  expect(fired({ match: { points: 1 } }, { points: '1' })).toEqual([]);
  expect(fired({ match: { 'constructor.name': 'Object' } }, {})).toEqual([]);
});

test('values come from its fields, or are always the same; what is missing is left out', () => {
  const context = {
    team: { field: 'team.name' },
    points: { field: 'points', default: 0 },
    page: { value: 3 },
    gone: { field: 'nowhere' },
  };
  expect(fired({ context }, { team: { name: '{secret:x}' } })[0]?.context).toEqual({
    team: '{secret:x}',
    points: 0,
    page: 3,
  });
});

const check = (extra: object): boolean =>
  HardwareTriggerSchema.safeParse({ message_type: 'x', ...extra }).success;

test('a trigger names an intent or a macro, and not both', () => {
  expect(check({ intent_name: 'a' })).toBe(true);
  expect(check({ macro_id: 'a' })).toBe(true);
  expect(check({})).toBe(false);
  expect(check({ intent_name: 'a', macro_id: 'b' })).toBe(false);
  expect(check({ intent_name: null, macro_id: '' })).toBe(false);
});

import { describe, expect, test } from 'vitest';
import { clausesOf, conditionsOf } from './clauses.ts';

const clause = (value: string) => [{ field: 'x', operator: '$eq' as const, value }];

describe('conditions as clauses', () => {
  test.each([
    [{ scene: 'talk' }],
    [{ scene: 'talk', 'variables.level': { $gt: 5, $lte: 9 } }],
    [{ 'device.health': { $in: ['a', 'b'] }, ready: true, name: 'true', off: null }],
    [{ 'button.state': { $exists: false } }],
  ])('%j comes back as it was', (query) => {
    expect(conditionsOf(clausesOf(query) ?? [])).toEqual(query);
  });

  test('what is typed has its type, and quotation marks keep it a text', () => {
    expect(conditionsOf(clause('5'))).toEqual({ x: 5 });
    expect(conditionsOf(clause('"5"'))).toEqual({ x: '5' });
    expect(conditionsOf(clause('talk show'))).toEqual({ x: 'talk show' });
    expect(conditionsOf([])).toBeNull();
  });

  test('what lines can not say is left to the text', () => {
    expect(clausesOf({ $or: [{ scene: 1 }, { scene: 2 }] })).toBeNull();
    expect(clausesOf({ scene: { $not: { $gt: 1 } } })).toBeNull();
    expect(clausesOf(null)).toEqual([]);
  });
});

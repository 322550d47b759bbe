import { expect, test } from 'vitest';
import { bestOf, searchGroups } from './search-groups.ts';

const groups = [
  {
    label: 'Companion',
    items: [
      { id: 'a_press', chip: 'HTTP', detail: 'Press a button' },
      { id: 'press', chip: 'OSC' },
    ],
  },
  { label: 'vMix', items: [{ id: 'vmix_cut', chip: 'HTTP', detail: 'Cut to air' }] },
];
const found = (typed: string): string[] =>
  searchGroups(groups, typed).flatMap(({ items }) => items.map(({ id }) => id));

test('every word counts, of name, transport, description and pack', () => {
  expect(found('')).toEqual(['a_press', 'press', 'vmix_cut']);
  expect(found('HTTP cut')).toEqual(['vmix_cut']);
  expect(found('companion osc')).toEqual(['press']);
  expect(found('nothing')).toEqual([]);
});

test('a name that begins with it comes first, and one that is it is meant', () => {
  expect(found('press')).toEqual(['press', 'a_press']);
  expect(bestOf(groups, 'press')?.id).toBe('press');
  expect(bestOf(groups, 'pre')?.id).toBe('a_press');
  expect(bestOf([], 'x')).toBeNull();
});

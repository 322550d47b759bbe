import { describe, expect, it } from 'vitest';
import {
  addressOfTake,
  choicesOf,
  filterTakes,
  keyOfTake,
  NO_FILTER,
  twinNames,
  verdictCounts,
} from './filter-takes.ts';
import { stepTake } from './step-take.ts';
import { takeDouble } from './take-double.ts';

const takes = [
  takeDouble({ file: 'a.mkv', session_prefix: 'late', camera: 'cam 10' }),
  takeDouble({ file: 'b.mkv', session_prefix: 'late', camera: 'cam 2', verdict: 'FAIL' }),
  takeDouble({ file: 'c.mkv', session_prefix: 'early', camera: 'cam 2' }),
  takeDouble({ file: 'a.mkv', session_prefix: 'early', camera: 'cam 2', folder: '00000002' }),
];
const files = (filter: object): string[] =>
  filterTakes(takes, { ...NO_FILTER, ...filter }).map(({ file }) => file);

describe('the takes that are shown', () => {
  it('are those of a session, a camera and a verdict', () => {
    expect(files({})).toHaveLength(4);
    expect(files({ session: 'late' })).toEqual(['a.mkv', 'b.mkv']);
    expect(files({ camera: 'cam 2', verdict: 'PASS' })).toEqual(['c.mkv', 'a.mkv']);
    expect(files({ session: 'none' })).toEqual([]);
  });

  it('are counted by verdict, whichever is chosen', () => {
    expect(verdictCounts(takes, { ...NO_FILTER, verdict: 'FAIL' })).toEqual({
      PASS: 3,
      FAIL: 1,
    });
    expect(verdictCounts(takes, { ...NO_FILTER, session: 'early' })).toEqual({
      PASS: 2,
      FAIL: 0,
    });
  });

  it('can be chosen by what there is, and by what was chosen before', () => {
    expect(choicesOf(takes, 'camera', null)).toEqual(['cam 2', 'cam 10']);
    expect(choicesOf(takes, 'session_prefix', 'gone')).toEqual(['early', 'gone', 'late']);
  });
});

describe('takes of one name in two folders', () => {
  it('are told apart', () => {
    expect([...twinNames(takes)]).toEqual(['a.mkv']);
    expect(new Set(takes.map(keyOfTake)).size).toBe(4);
    expect(addressOfTake('a.mkv', 7, '00000002')).toBe('/cameras/takes/a.mkv/7/00000002');
    expect(addressOfTake('a.mkv', 7, null)).toBe('/cameras/takes/a.mkv/7');
  });
});

it('steps through the list and stops at its ends', () => {
  const keys = ['a', 'b', 'c'];
  expect(stepTake(keys, null, 'ArrowDown')).toBe('a');
  expect(stepTake(keys, null, 'ArrowUp')).toBe('a');
  expect(stepTake(keys, 'b', 'ArrowDown')).toBe('c');
  expect(stepTake(keys, 'c', 'PageDown')).toBe('c');
  expect(stepTake(keys, 'c', 'Home')).toBe('a');
  expect(stepTake(keys, 'filtered away', 'ArrowDown')).toBe('a');
  expect(stepTake(keys, 'a', 'x')).toBeNull();
  expect(stepTake([], null, 'End')).toBeNull();
});

import { describe, expect, test } from 'vitest';
import type { StateCommit, StateEvent } from '#shared/contract/master-state.ts';
import { changedIn } from './changed-in.ts';
import { differences, wantedBesideNow } from './differences.ts';
import { afterEvents, emptyStateView, withHistory, withOlder } from './state-view.ts';

const commit = (version: number, patch: StateCommit['patch'] = []): StateCommit => ({
  version,
  base: version - 1,
  at: `2026-11-28T18:00:0${version % 10}.000Z`,
  origin: 'agent:a',
  kind: 'patch',
  patch,
  inverse: [],
});
const snapshot = (version: number, data = {}): StateEvent => ({
  kind: 'snapshot',
  snapshot: { version, data },
});
const event = (version: number, patch: StateCommit['patch']): StateEvent => ({
  kind: 'commit',
  commit: commit(version, patch),
});
const lost = (lost_id: string): StateEvent => ({
  kind: 'lost',
  lost: { ...commit(1), lost_id, mode: 'flat' },
});
const ids = (events: StateEvent[]) =>
  afterEvents(emptyStateView, events)?.lost.map(({ lost_id }) => lost_id);
const set = (value: number): StateCommit['patch'] => [{ op: 'add', path: '/n', value }];

describe('a state that is watched', () => {
  test('is the snapshot with every commit on it, newest first', () => {
    const view = afterEvents(emptyStateView, [
      snapshot(1, { n: 1 }),
      event(2, set(2)),
      event(3, set(3)),
    ]);
    expect(view).toMatchObject({
      snapshot: { version: 3, data: { n: 3 } },
      commits: [{ version: 3 }, { version: 2 }],
      isBehind: true,
    });
  });

  test('is asked for anew where a commit does not lead on from it', () => {
    expect(afterEvents(emptyStateView, [snapshot(1), event(3, set(3))])).toBeNull();
    expect(
      afterEvents(emptyStateView, [snapshot(1), event(2, [{ op: 'remove', path: '/x' }])]),
    ).toBeNull();
  });

  test('knows each commit once, whether it was watched or read', () => {
    const watched = afterEvents(emptyStateView, [snapshot(3), event(4, set(4))]);
    const view = withHistory(watched ?? emptyStateView, [commit(4), commit(3), commit(2)], 3);
    expect(view.commits.map(({ version }) => version)).toEqual([4, 3, 2]);
    expect(view).toMatchObject({ hasOlder: true, isBehind: false });
    const whole = withOlder(view, [commit(1)], 3);
    expect(whole.commits.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    expect(whole.hasOlder).toBe(false);
  });

  test('has what lost, newest first, until it is settled', () => {
    const before = [snapshot(1), lost('a'), lost('b'), event(2, set(2)), lost('c')];
    expect(ids(before)).toEqual(['c', 'b', 'a']);
    expect(ids([...before, { kind: 'settled', lost_id: 'b' }])).toEqual(['c', 'a']);
    // After a snapshot all are told anew.
    expect(ids([...before, snapshot(2), lost('c')])).toEqual(['c']);
  });

  test('forgets the commits of a former life', () => {
    const before = withHistory(emptyStateView, [commit(9), commit(8)], 50);
    const view = afterEvents({ ...before, snapshot: { version: 9, data: {} } }, [snapshot(2)]);
    expect(view).toMatchObject({ commits: [], isBehind: true });
  });

  test('does not show commits on both sides of a gap as if there were none', () => {
    const before = withHistory(emptyStateView, [commit(2), commit(1)], 2);
    const view = withHistory(before, [commit(9), commit(8)], 2);
    expect(view.commits.map(({ version }) => version)).toEqual([9, 8]);
    expect(view.hasOlder).toBe(true);
  });
});

test('members say in which version they changed last; what moves in a list does not', () => {
  const data = { show: { scene: 'b' }, list: ['x', 'y'] };
  const versions = changedIn(
    [
      commit(5, [{ op: 'add', path: '/list/0', value: 'x' }]),
      commit(4, [{ op: 'replace', path: '/show/scene', value: 'b' }]),
      commit(3, [
        { op: 'replace', path: '/show/scene', value: 'a' },
        { op: 'replace', path: '/list/1', value: 'y' },
      ]),
    ],
    data,
  );
  expect(Object.fromEntries(versions)).toEqual({ '/list': 5, '/show/scene': 4, '/list/1': 3 });
});

test('a comparison says what was and what is, member by member', () => {
  const from = { show: { scene: 'a' }, list: [1, 2], gone: true };
  expect(
    differences(from, [
      { op: 'remove', path: '/gone' },
      { op: 'replace', path: '/show/scene', value: 'b' },
      { op: 'add', path: '/show/item', value: 14 },
      { op: 'replace', path: '/list/1', value: 3 },
    ]),
  ).toMatchObject([
    { place: 'gone', was: true, is: undefined },
    { place: 'show.scene', was: 'a', is: 'b' },
    { place: 'show.item', was: undefined, is: 14 },
    { place: 'list[1]', was: 2, is: 3 },
  ]);
});

test('of a list that grew or shrank the items are told that came and went', () => {
  const from = { list: ['a', 'b', 'c', 'd'] };
  const told = (value: unknown[]) =>
    differences(from, [{ op: 'replace', path: '/list', value }]).map(({ place, was, is }) => [
      place,
      was,
      is,
    ]);
  expect(told(['a', 'b', 'c', 'd', 'e'])).toEqual([['list[4]', undefined, 'e']]);
  expect(told(['a', 'c', 'd'])).toEqual([['list[1]', 'b', undefined]]);
  expect(told(['a', 'x', 'y', 'd', 'd'])).toEqual([
    ['list[1]', 'b', 'x'],
    ['list[2]', 'c', 'y'],
    ['list[3]', undefined, 'd'],
  ]);
  expect(told([])).toHaveLength(4);
});

test('a patch that lost is shown beside what stands now', () => {
  const now = { next: 2, air: 1 };
  expect(
    wantedBesideNow(now, [
      { op: 'test', path: '/air', value: 9 },
      { op: 'replace', path: '/next', value: 3 },
      { op: 'copy', from: '/air', path: '/was' },
      { op: 'remove', path: '/none' },
    ]),
  ).toMatchObject([
    { place: 'next', was: 2, is: 3 },
    { place: 'was', was: undefined, is: 1 },
    { place: 'none', was: undefined, is: undefined },
  ]);
});

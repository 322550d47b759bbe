import { describe, expect, it } from 'vitest';
import { emptyMirrorState, type MirrorState } from '#shared/contract/mirror.ts';
import { applyMirrorEvent } from './apply-mirror-event.ts';

const corruption = (key: string) => ({ key, problem: 'not JSON', raw: '{' });
const start: MirrorState = {
  ...emptyMirrorState(),
  corruptions: { a: corruption('a'), b: corruption('b') },
};
const mirrored = { revision: 3, state: start };

describe('applyMirrorEvent', () => {
  it('takes a snapshot as it is, whatever was here', () => {
    const after = applyMirrorEvent(mirrored, {
      type: 'snapshot',
      revision: 9,
      state: emptyMirrorState(),
    });
    expect(after).toEqual({ revision: 9, state: emptyMirrorState() });
  });

  it('changes and removes by key, and keeps the identity of all else', () => {
    const after = applyMirrorEvent(mirrored, {
      type: 'patch',
      from: 3,
      revision: 5,
      changes: { corruptions: { b: null, c: corruption('c') } },
    });
    expect(after?.revision).toBe(5);
    expect(Object.keys(after?.state.corruptions ?? {})).toEqual(['a', 'c']);
    expect(after?.state.corruptions['a']).toBe(start.corruptions['a']);
    expect(after?.state.devices).toBe(start.devices);
    expect(Object.keys(start.corruptions)).toEqual(['a', 'b']);
  });

  it('says no to a patch that does not follow', () => {
    const patch = { type: 'patch' as const, from: 4, revision: 5, changes: {} };
    expect(applyMirrorEvent(mirrored, patch)).toBeNull();
    expect(applyMirrorEvent(null, patch)).toBeNull();
  });
});

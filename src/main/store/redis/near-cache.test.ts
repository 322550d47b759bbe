import { beforeEach, expect, it } from 'vitest';
import { StoreChanges } from '../store-changes.ts';
import { anIntent } from '../store-samples.ts';
import type { StoreChange } from '../store.ts';
import { NearCache } from './near-cache.ts';

const text = (priority: number) => JSON.stringify(anIntent('a', { priority }));
let cache: NearCache;
let told: StoreChange[];
beforeEach(() => {
  const changes = new StoreChanges();
  told = [];
  changes.onChange((change) => told.push(change));
  cache = new NearCache(changes);
  cache.loaded(cache.ticket(), true);
});

const priority = () => {
  const found = cache.peek('intent', 'a');
  return found?.found === 'present' ? found.value.priority : found?.found;
};

it('is not misled by an answer that is handled after a newer one', () => {
  const older = cache.ticket();
  const newer = cache.ticket();
  cache.apply('intent', 'a', text(2), newer);
  cache.apply('intent', 'a', text(1), older);
  expect(priority()).toBe(2);
  cache.apply('intent', 'a', null, cache.ticket());
  cache.apply('intent', 'a', text(2), newer);
  expect(priority()).toBe('absent');
});

it('does not believe what was asked before an invalidation came', () => {
  cache.apply('intent', 'a', text(1), cache.ticket());
  const asked = cache.ticket();
  cache.invalidate('intent', 'a');
  expect(cache.peek('intent', 'a')).toBe(undefined);
  cache.apply('intent', 'a', text(2), asked);
  expect(cache.peek('intent', 'a')).toBe(undefined);
  cache.apply('intent', 'a', text(3), cache.ticket());
  expect(priority()).toBe(3);
});

it('does not believe that an unknown name is absent once it was told of it', () => {
  expect(priority()).toBe('absent');
  cache.invalidate('intent', 'a');
  expect(cache.peek('intent', 'a')).toBe(undefined);
});

it('forgets what a full reading did not meet, and keeps what was written meanwhile', () => {
  cache.apply('intent', 'a', text(1), cache.ticket());
  const reading = cache.ticket();
  const key = JSON.stringify(anIntent('b'));
  cache.apply('intent', 'b', key, cache.ticket());
  cache.loaded(reading, true);
  expect(priority()).toBe('absent');
  expect(cache.peek('intent', 'b')).toMatchObject({ found: 'present' });
});

it('answers only what is certain while nobody tells what changes', () => {
  cache.apply('intent', 'a', text(1), cache.ticket());
  cache.distrust();
  expect(cache.peek('intent', 'a')).toBe(undefined);
  cache.away(true);
  expect(cache.peek('intent', 'a')).toMatchObject({ source: 'stale' });
  expect(cache.peek('intent', 'b')).toBe(undefined);
  expect(cache.peek('config', 'bridge')).toEqual({ found: 'absent' });
  cache.away(false);
  expect(cache.peek('intent', 'a')).toBe(undefined);
});

it('tells a change once', () => {
  cache.apply('intent', 'a', text(1), cache.ticket());
  cache.apply('intent', 'a', text(1), cache.ticket());
  cache.apply('intent', 'a', 'junk', cache.ticket());
  expect(told.map(({ kind }) => kind)).toEqual(['intent', 'corruption', 'intent']);
  expect(told.at(-1)).toEqual({ kind: 'intent', name: 'a', value: null });
});

it('does not remember for ever what came and went', () => {
  const come = (name: string) =>
    cache.apply('intent', name, JSON.stringify(anIntent(name)), cache.ticket());
  const go = (name: string) => cache.apply('intent', name, null, cache.ticket());
  for (const name of ['first', 'back']) {
    come(name);
    go(name);
  }
  expect(cache.lastKnown('intent', 'first')).toEqual({ found: 'absent' });
  come('back');
  for (let i = 0; i < 10_000; i += 1) {
    come(`n${i}`);
    go(`n${i}`);
  }
  expect(cache.lastKnown('intent', 'first')).toBe(undefined);
  expect(cache.lastKnown('intent', 'n9999')).toEqual({ found: 'absent' });
  expect(cache.peek('intent', 'back')).toMatchObject({ found: 'present' });
});

import { z } from 'zod';
import type { Reference } from '#shared/contract/references.ts';
import { withRenamed } from '#shared/domain/references.ts';
import type { HolderKind } from '#shared/domain/reference-walk.ts';
import { LayoutMove } from './move-layout.ts';
import { Stale } from '../store/expected.ts';
import { revisionOf } from '../store/revision.ts';
import { entitySchemas, nameFields } from '../store/schemas.ts';
import { createdAtOf } from '../store/stored-text.ts';
import {
  StoreUnavailable,
  type Entities,
  type Expected,
  type Lookup,
  type Store,
} from '../store/store.ts';

export type Renamable = 'intent' | 'macro' | 'protocol' | 'device';

export interface Renaming<K extends Renamable> {
  kind: K;
  from: string;
  to: string;
  /** What must stand under the old name. */
  expected?: Exclude<Expected, 'absent'> | undefined;
}

/** Each time, somebody else changed the same value in the middle. */
const ROUNDS = 50;

type Holder = HolderKind;

/**
 * A new value carries this until its renaming is done: one that was broken off is known again by it, and goes on
 * where it stopped. `revision` is that of the old value when it was copied.
 */
const MarkedSchema = z.looseObject({
  renamed_from: z.object({ name: z.string(), revision: z.string() }),
});
type Mark = z.infer<typeof MarkedSchema>['renamed_from'];

const markOf = (value: unknown): Mark | null =>
  MarkedSchema.safeParse(value).data?.renamed_from ?? null;

const withoutMark = <K extends Renamable>(kind: K, name: string, value: Entities[K]) => {
  const { renamed_from: _, ...rest } = z.looseObject({}).parse(value);
  return entitySchemas[kind].parse({ ...rest, [nameFields[kind] ?? '']: name });
};

const busy = (what: string): StoreUnavailable =>
  new StoreUnavailable(
    `${what} is changed all the time by somebody else.`,
    'Look who writes it, then repeat the renaming: it goes on where it stopped.',
  );

/** Names it by its new name in one value; again where somebody else was quicker. Where it was named. */
const followIn = async <H extends Holder>(
  store: Store,
  holder: H,
  name: string,
  value: Entities[H],
  renaming: Renaming<Renamable>,
): Promise<string[]> => {
  let stands = value;
  for (let round = 0; round < ROUNDS; round += 1) {
    const renamed = withRenamed(holder, stands, renaming);
    if (renamed === null) return [];
    try {
      const expected = { revisions: [revisionOf(holder, stands)] };
      await store.put(holder, name, entitySchemas[holder].parse(renamed.value), expected);
      return renamed.where;
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
    const found = await store.read(holder, name);
    if (found.found !== 'present') return [];
    stands = found.value;
  }
  throw busy(`The ${holder} ${name}`);
};

const followAll = async (store: Store, renaming: Renaming<Renamable>): Promise<Reference[]> => {
  const changed: Reference[] = [];
  const follow = async <H extends Holder>(
    kind: H,
    nameOf: (value: Entities[H]) => string,
  ): Promise<void> => {
    for (const value of await store.list(kind)) {
      const name = nameOf(value);
      for (const where of await followIn(store, kind, name, value, renaming))
        changed.push({ kind, name, where });
    }
  };
  await follow('intent', (intent) => intent.intent_name);
  await follow('macro', (macro) => macro.macro_id);
  if (renaming.kind === 'device') {
    await follow('device', (device) => device.device_id);
    await follow('venue', (venue) => venue.venue_name);
    await follow('config', () => 'bridge');
  } else {
    await follow('layout', (layout) => layout.device_id);
    await follow('hardware', (client) => client.client_id);
  }
  return changed;
};

/** What stands under the name of a device goes along: its layout, the states of its buttons. */
const follower = (store: Store, { kind, from, to }: Renaming<Renamable>) => {
  const layout = kind === 'device' ? new LayoutMove(store, from, to) : null;
  return {
    check: () => layout?.check(),
    copy: () => layout?.copy(),
    async end(): Promise<void> {
      if (!layout) return;
      for (let round = 0; round < ROUNDS; round += 1) {
        await layout.copy();
        if (await layout.drop()) return store.moveButtons(from, to);
      }
      throw busy(`The layout of ${from}`);
    },
  };
};

type Present<K extends Renamable> = Extract<Lookup<Entities[K]>, { found: 'present' }>;

/** Whether what stands under the new name is this renaming's own copy, and nobody's work is in it. */
const isOwnCopy = <K extends Renamable>(
  { kind, from }: Renaming<K>,
  mark: Mark,
  old: Entities[K],
  there: Entities[K],
): boolean => {
  const made = createdAtOf(there);
  // Without it, one that was removed and made anew under the old name can't be told from one that was edited.
  if (made === undefined || made !== createdAtOf(old)) return false;
  return revisionOf(kind, withoutMark(kind, from, there)) === mark.revision;
};

/** Writes the new value. Its revision. @throws Stale where the name is taken */
const copy = async <K extends Renamable>(
  store: Store,
  renaming: Renaming<K>,
  old: Entities[K],
  copied: string | null,
): Promise<string> => {
  const { kind, from, to } = renaming;
  const revision = revisionOf(kind, old);
  const next = { ...old, renamed_from: { name: from, revision } };
  const there = await store.read(kind, to);
  if (there.found === 'absent')
    return revisionOf(kind, await store.put(kind, to, next, 'absent'));
  const mark = there.found === 'present' ? markOf(there.value) : null;
  if (there.found !== 'present' || mark?.name !== from)
    throw new Stale(kind, to, 'absent', there);
  const stands = revisionOf(kind, there.value);
  if (mark.revision === revision) return stands;
  if (stands !== copied && !isOwnCopy(renaming, mark, old, there.value))
    throw new Stale(kind, to, 'absent', there);
  return revisionOf(kind, await store.put(kind, to, next, { revisions: [stands] }));
};

const gone = { found: 'absent' } as const;

const isExpected = (revision: string, expected: Expected | undefined): boolean =>
  typeof expected !== 'object' || expected.revisions.includes(revision);

/** The old value, as the caller expects it. Null where there is none. @throws Stale */
const takeOld = async <K extends Renamable>(
  store: Store,
  { kind, from, expected }: Renaming<K>,
): Promise<Present<K> | null> => {
  const old = await store.read(kind, from);
  if (old.found === 'absent') return null;
  if (old.found === 'corrupt') throw new Stale(kind, from, expected ?? 'present', old);
  const revision = revisionOf(kind, old.value);
  if (expected === undefined) return old;
  if (!isExpected(revision, expected)) throw new Stale(kind, from, expected, old);
  // What was read may be older than what stands there: only a write can tell.
  const value = await store.put(kind, from, old.value, { revisions: [revision] });
  return { ...old, value };
};

const finish = async <K extends Renamable>(
  store: Store,
  { kind, to }: Renaming<K>,
): Promise<Entities[K]> => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const there = await store.read(kind, to);
    if (there.found !== 'present') throw new Stale(kind, to, 'present', there);
    if (markOf(there.value) === null) return there.value;
    const expected = { revisions: [revisionOf(kind, there.value)] };
    try {
      return await store.put(kind, to, withoutMark(kind, to, there.value), expected);
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
  throw busy(`The ${kind} ${to}`);
};

/**
 * Gives a value another name, and everything that names it follows: first the new value is written, then each
 * reference is changed, then the old value is removed, so that no reference is ever left without its target. A renaming
 * that was broken off is finished by repeating it. Its revisions follow. Null where there is nothing under the old name.
 * @throws Stale where the new name is taken or the old value is not what was expected, StoreUnavailable
 */
export const rename = async <K extends Renamable>(
  store: Store,
  renaming: Renaming<K>,
): Promise<{ value: Entities[K]; changed: Reference[] } | null> => {
  const { kind, from, to } = renaming;
  const changed: Reference[] = [];
  const along = follower(store, renaming);
  let copied: string | null = null;
  for (let round = 0; ; round += 1) {
    if (round === ROUNDS) throw busy(`The ${kind} ${from}`);
    const old: Present<K> | null = await takeOld(
      store,
      round === 0 ? renaming : { kind, from, to },
    );
    if (old === null) {
      const there = await store.read(kind, to);
      const isBegun = there.found === 'present' && markOf(there.value)?.name === from;
      if (isBegun) break;
      if (renaming.expected) throw new Stale(kind, from, renaming.expected, gone);
      return null;
    }
    if (round === 0) await along.check();
    copied = await copy(store, renaming, old.value, copied);
    await along.copy();
    changed.push(...(await followAll(store, renaming)));
    try {
      await store.remove(kind, from, { revisions: [revisionOf(kind, old.value)] });
      break;
    } catch (error) {
      // Somebody else changed it meanwhile: that goes along.
      if (!(error instanceof Stale)) throw error;
    }
  }
  // Whoever began to name it by its old name while this went on.
  changed.push(...(await followAll(store, renaming)));
  await along.end();
  await store.revisions.follow(kind, from, to);
  if (kind === 'device') await store.revisions.follow('layout', from, to);
  return { value: await finish(store, renaming), changed };
};

import type { VersionedKind } from '#shared/contract/mirror.ts';
import type { Clock } from '../../clock.ts';
import { streamPosition, type StreamEntry } from '../audit-fields.ts';
import { followed } from '../revisions/followed.ts';
import {
  keptRevisions,
  revisionsIn,
  revisionsKey,
  type Added,
  type RevisionEntry,
  type RevisionLog,
  type StoredRevision,
} from '../revisions/revision-log.ts';

const NEAR = 8;
const RECENT_MS = 5_000;
const LATE_MS = 60_000;

interface Near {
  fields: Record<string, string>;
  age: number;
}

type Place = { above: number; replaced: 0 | 1 };

/** Where an entry belongs among the newest, newest first: the rules of redis/add-revision.lua, which explains them. */
const placeOf = (
  near: readonly Near[],
  entry: Record<string, string>,
): Place | Exclude<Added, 'added'> => {
  const { at, by, via, before, after } = entry;
  const [last] = near;
  const latest = near.slice(0, NEAR);
  if (via === 'elsewhere') {
    if (last?.fields['after'] === after) return 'known';
    const stood = latest.some(
      ({ fields, age }) => fields['after'] === after && age < RECENT_MS,
    );
    return stood ? 'recent' : { above: 0, replaced: 0 };
  }
  const isWritten = latest.some(
    ({ fields }) =>
      fields['at'] === at &&
      fields['after'] === after &&
      fields['via'] === via &&
      fields['by'] === by,
  );
  if (isWritten) return 'known';
  const noticed = latest.findIndex(
    ({ fields, age }, index) =>
      fields['via'] === 'elsewhere' &&
      fields['after'] === after &&
      (index === 0 || (fields['before'] === before && age < LATE_MS)),
  );
  if (noticed >= 0) return { above: noticed, replaced: 1 };
  if (last?.fields['after'] === after) return 'known';
  if (last?.fields['after'] === before) return { above: 0, replaced: 0 };
  const next = latest.findIndex(({ fields, age }, index) => {
    const former = near[index + 1];
    const isBegun = former === undefined || former.fields['after'] === before;
    return fields['before'] === after && isBegun && age < LATE_MS;
  });
  return { above: next + 1, replaced: 0 };
};

const ageOf = (id: string, now: number): number => now - Number(streamPosition(id)?.[0] ?? 0);

/** Lasts as long as the process. */
export class MemoryRevisionLog implements RevisionLog {
  readonly #clock: Clock;
  /** Oldest first, by key. */
  readonly #streams = new Map<string, StreamEntry[]>();
  #sequence = 0;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async add(kind: VersionedKind, name: string, given: RevisionEntry): Promise<Added> {
    const key = revisionsKey(kind, name);
    if (key === null) throw new RangeError(`Not a name for a ${kind}: ${name}`);
    const stream = this.#streams.get(key) ?? [];
    const now = this.#clock.now();
    const { at, by, via, before, after, value, was } = given;
    const fields = { at, by: by ?? '', via, before: before ?? '', after: after ?? '' };
    const near = stream
      .slice(-NEAR - 1)
      .toReversed()
      .map((entry) => ({ fields: entry.fields, age: ageOf(entry.id, now) }));
    const place = placeOf(near, fields);
    if (typeof place === 'string') return place;
    const end = stream.length - place.above - place.replaced;
    const above = stream.splice(end).slice(place.replaced);
    const former = stream.at(-1);
    const isNext = former !== undefined && former.fields['after'] === fields.before;
    const added = {
      ...fields,
      ...(value === null ? {} : { value }),
      ...(was === null || isNext ? {} : { was }),
    };
    for (const each of [added, ...above.map((entry) => entry.fields)]) {
      this.#sequence += 1;
      stream.push({ id: `${now}-${this.#sequence}`, fields: each });
    }
    this.#streams.set(key, stream.slice(-keptRevisions(given)));
    return 'added';
  }

  async list(
    kind: VersionedKind,
    name: string,
    { limit, before }: { limit: number; before?: string | undefined },
  ): Promise<StoredRevision[]> {
    const all = this.#newestFirst(kind, name);
    if (before === undefined) return revisionsIn(all, limit);
    const [ms = 0n, sequence = 0n] = streamPosition(before) ?? [];
    const older = all.filter(({ id }) => {
      const [itsMs = 0n, itsSequence = 0n] = streamPosition(id) ?? [];
      return itsMs < ms || (itsMs === ms && itsSequence < sequence);
    });
    return revisionsIn(older, limit);
  }

  async get(kind: VersionedKind, name: string, id: string): Promise<StoredRevision | null> {
    const all = this.#newestFirst(kind, name);
    const from = all.findIndex((entry) => entry.id === id);
    return from < 0 ? null : (revisionsIn(all.slice(from), 1)[0] ?? null);
  }

  async follow(kind: VersionedKind, from: string, to: string): Promise<void> {
    const [fromKey, toKey] = [revisionsKey(kind, from) ?? '', revisionsKey(kind, to) ?? ''];
    const old = this.#streams.get(fromKey) ?? [];
    const { to: written, taken } = followed(old, this.#streams.get(toKey) ?? []);
    if (written) this.#streams.set(toKey, written);
    this.#streams.set(
      fromKey,
      old.filter(({ id }) => !taken.includes(id)),
    );
  }

  #newestFirst(kind: VersionedKind, name: string): StreamEntry[] {
    return (this.#streams.get(revisionsKey(kind, name) ?? '') ?? []).toReversed();
  }
}

import { z } from 'zod';
import type { VersionedKind } from '#shared/contract/mirror.ts';
import { isSameJson } from '#shared/domain/field-conflicts.ts';
import type { Clock } from '../../clock.ts';
import type { Author, UnsureWrite } from './revision-recorder.ts';
import { isSame, type Standing } from './standing.ts';

/** A server that stood still does what it was asked when it goes on. */
const KEPT_MS = 600_000;
const MOST = 500;

interface Kept {
  after: Standing;
  author: Author;
  until: number;
}

/** Without the date that the store gives a value that is new. */
const undated = (standing: NonNullable<Standing>): unknown => {
  const { created_at: _, ...rest } = z.looseObject({}).parse(JSON.parse(standing.text()));
  return rest;
};

const isWritten = (after: Standing, now: Standing): boolean =>
  isSame(after, now) ||
  (after !== null && now !== null && isSameJson(undated(after), undated(now)));

/** Writes whose answers did not come, so that what they did is not taken for somebody else's. */
export class UnsureWrites {
  readonly #clock: Clock;
  /** Of one value, the newest last. */
  readonly #kept = new Map<string, Kept[]>();
  #count = 0;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  keep({ kind, name, after, author }: UnsureWrite): void {
    const key = `${kind}:${name}`;
    const kept = this.#kept.get(key) ?? [];
    kept.push({ after, author, until: this.#clock.monotonic() + KEPT_MS });
    this.#kept.set(key, kept);
    this.#count += 1;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#count <= MOST) break;
      this.#count -= length;
      this.#kept.delete(oldest);
    }
  }

  /** Who tried to write what stands now; null where nobody of this process did. */
  authorOf(kind: VersionedKind, name: string, now: Standing): Author | null {
    const since = this.#clock.monotonic();
    const kept = this.#kept.get(`${kind}:${name}`) ?? [];
    const found = kept.findLast(({ after, until }) => until >= since && isWritten(after, now));
    return found?.author ?? null;
  }
}

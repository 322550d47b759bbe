import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { keyOf } from './keys.ts';
import { revisionOf } from './revision.ts';
import { createdAtOf, decodeEntity, encodeEntity } from './stored-text.ts';
import type { Entities, Expected, Kind, Lookup } from './store.ts';

const noConfig = BridgeConfigSchema.parse({});

/** Nothing was written: something else stands there than the writer expected. */
export class Stale extends Error {
  override readonly name = 'Stale';
  readonly kind: Kind;
  readonly entity: string;
  readonly expected: Expected;
  /** What stands there. A config that was never written stands as its defaults. */
  readonly stands: Lookup<Entities[Kind]>;
  /** Null where nothing stands, or nothing that can be read. */
  readonly revision: string | null;
  constructor(kind: Kind, entity: string, expected: Expected, stands: Lookup<Entities[Kind]>) {
    super(`${kind} ${entity} is not what was expected`);
    this.kind = kind;
    this.entity = entity;
    this.expected = expected;
    this.stands =
      kind === 'config' && stands.found === 'absent'
        ? { found: 'present', value: noConfig, source: 'redis' }
        : stands;
    this.revision = revisionStanding(kind, stands);
  }
}

const revisionStanding = <K extends Kind>(
  kind: K,
  stands: Lookup<Entities[K]>,
): string | null => {
  if (stands.found === 'present') return revisionOf(kind, stands.value);
  return kind === 'config' && stands.found === 'absent' ? revisionOf('config', noConfig) : null;
};

const standing = <K extends Kind>(
  kind: K,
  name: string,
  raw: string | null,
): Lookup<Entities[K]> => {
  if (raw === null) return { found: 'absent' };
  const decoded = decodeEntity(kind, name, raw);
  return decoded.ok
    ? { found: 'present', value: decoded.value, source: 'redis' }
    : {
        found: 'corrupt',
        corruption: { key: keyOf(kind, name) ?? name, problem: decoded.problem, raw },
      };
};

const meets = <K extends Kind>(
  expected: Expected,
  kind: K,
  stands: Lookup<Entities[K]>,
): boolean => {
  if (expected === 'present') return stands.found !== 'absent';
  if (expected === 'absent') return stands.found === 'absent';
  const revision = revisionStanding(kind, stands);
  return revision !== null && expected.revisions.includes(revision);
};

/**
 * The text to write where `raw` stands (null: nothing does). `text` is null where the same value stands there
 * already: the answer to an earlier attempt was lost, or two people made the same change.
 * @throws Stale, and RangeError for a name or a value that may not be stored.
 */
export const judgePut = <K extends Kind>(
  kind: K,
  name: string,
  value: Entities[K],
  expected: Expected,
  raw: string | null,
  now: string,
): { text: string | null; value: Entities[K] } => {
  const stands = standing(kind, name, raw);
  const old = stands.found === 'present' ? stands.value : undefined;
  const encoded = encodeEntity(kind, name, value, createdAtOf(old) ?? now, old);
  if (meets(expected, kind, stands)) return encoded;
  const isApplied =
    expected !== 'absent' &&
    old !== undefined &&
    revisionOf(kind, old) === revisionOf(kind, encoded.value);
  if (isApplied) return { text: null, value: old };
  throw new Stale(kind, name, expected, stands);
};

/** @throws Stale where what stands there is not to be removed. */
export const judgeRemove = (
  kind: Kind,
  name: string,
  expected: Expected,
  raw: string | null,
): void => {
  const stands = standing(kind, name, raw);
  if (!meets(expected, kind, stands)) throw new Stale(kind, name, expected, stands);
};

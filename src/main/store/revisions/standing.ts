import { VersionedKindSchema, type VersionedKind } from '#shared/contract/mirror.ts';
import { authoredPart, revisionOf } from '../revision.ts';
import type { Entities, Kind, StoreChange } from '../store.ts';

/** A value that stands, or stood, with its revision; null where nothing does. */
export type Standing = { revision: string; text: () => string } | null;

export const standingOf = <K extends Kind>(kind: K, value: Entities[K] | null): Standing =>
  value && {
    revision: revisionOf(kind, value),
    text: () => JSON.stringify(authoredPart(kind, value)),
  };

export const isSame = (one: Standing, other: Standing): boolean =>
  one?.revision === other?.revision;

const versioned: ReadonlySet<string> = new Set(VersionedKindSchema.options);

export const isVersioned = (kind: Kind): kind is VersionedKind => versioned.has(kind);

/** Of which value a change tells, and what stands now; null where it is none that has revisions. */
export const versionedChange = (
  change: StoreChange,
): { kind: VersionedKind; name: string; now: Standing } | null => {
  switch (change.kind) {
    case 'intent':
    case 'macro':
    case 'device':
    case 'protocol':
    case 'layout':
    case 'venue':
    case 'hardware':
    case 'config':
      return {
        kind: change.kind,
        name: change.name,
        now: standingOf<VersionedKind>(change.kind, change.value),
      };
    case 'button':
    case 'corruption':
    case 'execution':
    case 'macro_run':
    case 'pack':
    case 'session':
      return null;
  }
};

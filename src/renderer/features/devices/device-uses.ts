import type { VersionedKind } from '#shared/contract/mirror.ts';
import { referencesTo, type Referring } from '#shared/domain/references.ts';

export interface DeviceUses {
  /** Intents with an action or a fallback on it. */
  intents: string[];
  /** Macros with a step that looks at it. */
  macros: string[];
  /** Devices whose backup it is. */
  backs: string[];
  /** Groups that it is a member of. */
  groups: string[];
  /** Venues that have an address for it. */
  venues: string[];
  /** It has a rate limit of its own. */
  isLimited: boolean;
  /** Pages of the layout that belongs to it; 0 where there is none. */
  pages: number;
  /** Keys of that layout. */
  keys: number;
}

/** Everything that names a device, and so would break without it. */
export const deviceUses = (id: string, catalogue: Referring): DeviceUses => {
  const references = referencesTo('device', id, catalogue);
  const namesOf = (kind: VersionedKind, in_?: string): string[] => [
    ...new Set(
      references
        .filter((each) => each.kind === kind && (in_ === undefined || each.where === in_))
        .map(({ name }) => name)
        .sort(),
    ),
  ];
  const pages = catalogue.layouts[id]?.pages ?? [];
  return {
    intents: namesOf('intent'),
    macros: namesOf('macro'),
    backs: namesOf('device', 'backup'),
    groups: namesOf('device', 'group'),
    venues: namesOf('venue'),
    isLimited: namesOf('config').length > 0,
    pages: pages.length,
    keys: pages.reduce((sum, { keys }) => sum + keys.length, 0),
  };
};

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

const words = (uses: DeviceUses, withVenues: boolean): string | null => {
  const { intents, macros, backs, groups, venues, isLimited, keys } = uses;
  const parts = [
    intents.length > 0 ? counted(intents.length, 'intent') : null,
    macros.length > 0 ? counted(macros.length, 'macro') : null,
    groups.length > 0 ? counted(groups.length, 'group') : null,
    backs.length > 0 ? `${counted(backs.length, 'device')} it backs up` : null,
    keys > 0 ? `its layout with ${counted(keys, 'key')}` : null,
    withVenues && venues.length > 0 ? counted(venues.length, 'venue') : null,
    withVenues && isLimited ? 'its rate limit' : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
};

/** `3 intents, 1 group`; null where nothing would break. A venue or a limit for what is gone does no harm. */
export const breaksWords = (uses: DeviceUses): string | null => words(uses, false);

/** What follows a new name; null where nothing names it. */
export const followsWords = (uses: DeviceUses): string | null => words(uses, true);

import type { MirrorState } from '../contract/mirror.ts';
import type { Reference, ReferredKind } from '../contract/references.ts';
import { walk, type HolderKind, type Holders, type Visit } from './reference-walk.ts';

/** Everything that may name something else, by name: the mirror's slices. */
export type Referring = Pick<
  MirrorState,
  'intents' | 'macros' | 'layouts' | 'devices' | 'venues' | 'hardware_clients' | 'config'
>;

const walkAll = (
  catalogue: Referring,
  visitorOf: (kind: HolderKind, name: string) => Visit,
): void => {
  for (const [name, intent] of Object.entries(catalogue.intents))
    walk.intent(intent, visitorOf('intent', name));
  for (const [name, macro] of Object.entries(catalogue.macros))
    walk.macro(macro, visitorOf('macro', name));
  for (const [name, layout] of Object.entries(catalogue.layouts))
    walk.layout(layout, visitorOf('layout', name));
  for (const [name, device] of Object.entries(catalogue.devices))
    walk.device(device, visitorOf('device', name));
  for (const [name, venue] of Object.entries(catalogue.venues))
    walk.venue(venue, visitorOf('venue', name));
  for (const [name, client] of Object.entries(catalogue.hardware_clients))
    walk.hardware(client, visitorOf('hardware', name));
  for (const [name, config] of Object.entries(catalogue.config))
    walk.config(config, visitorOf('config', name));
};

/** Every place that names it: what would break without it. */
export const referencesTo = (
  kind: ReferredKind,
  name: string,
  catalogue: Referring,
): Reference[] => {
  const found: Reference[] = [];
  walkAll(catalogue, (holder, holderName) => (named, target, where) => {
    if (named === kind && target === name)
      found.push({ kind: holder, name: holderName, where });
    return target;
  });
  return found;
};

/** The references of everything at once, by `intent:cut`: for lists, in one walk. */
export const referenceIndex = (
  catalogue: Referring,
): ReadonlyMap<`${ReferredKind}:${string}`, readonly Reference[]> => {
  const index = new Map<`${ReferredKind}:${string}`, Reference[]>();
  walkAll(catalogue, (holder, holderName) => (named, target, where) => {
    const reference = { kind: holder, name: holderName, where };
    const known = index.get(`${named}:${target}`);
    if (known) known.push(reference);
    else index.set(`${named}:${target}`, [reference]);
    return target;
  });
  return index;
};

/** A value that names `from` by its new name, and where it does; null where it does not name it. */
export const withRenamed = <K extends HolderKind>(
  holder: K,
  value: Holders[K],
  { kind, from, to }: { kind: ReferredKind; from: string; to: string },
): { value: Holders[K]; where: string[] } | null => {
  const where: string[] = [];
  const renamed = walk[holder](value, (named, target, here) => {
    if (named !== kind || target !== from) return target;
    where.push(here);
    return to;
  });
  return where.length === 0 ? null : { value: renamed, where };
};

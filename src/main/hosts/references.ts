import type { Precondition } from '#shared/contract/precondition.ts';
import type { Reference, ReferredKind, Renamed } from '#shared/contract/references.ts';
import { referencesTo, type Referring } from '#shared/domain/references.ts';
import { rename, type Renamable } from '../engine/rename.ts';
import { revisionOf } from '../store/revision.ts';
import type { Store } from '../store/store.ts';
import { notFound, tagged, type Answering } from './catalogue.ts';
import { faultError, validationFault } from './faults.ts';
import { expectedThere, orStale } from './preconditions.ts';

const byName = <T>(values: T[], nameOf: (value: T) => string): Record<string, T> =>
  Object.fromEntries(values.map((value) => [nameOf(value), value]));

/** Everything that may name something, as it stands now. */
const referring = async (store: Store): Promise<Referring> => {
  const [intents, macros, layouts, devices, venues, hardware, config] = await Promise.all([
    store.list('intent'),
    store.list('macro'),
    store.list('layout'),
    store.list('device'),
    store.list('venue'),
    store.list('hardware'),
    store.list('config'),
  ]);
  return {
    intents: byName(intents, (intent) => intent.intent_name),
    macros: byName(macros, (macro) => macro.macro_id),
    layouts: byName(layouts, (layout) => layout.device_id),
    devices: byName(devices, (device) => device.device_id),
    venues: byName(venues, (venue) => venue.venue_name),
    hardware_clients: byName(hardware, (client) => client.client_id),
    config: byName(config, () => 'bridge'),
  };
};

/** What names one of a kind, there or not: a thing that was deleted may still be named. */
export const referencesOf =
  (store: Store, kind: ReferredKind) =>
  async ({ input }: { input: { params: { name: string } } }): Promise<Reference[]> =>
    referencesTo(kind, input.params.name, await referring(store));

interface RenameCall<C> {
  input: {
    params: { name: string };
    headers?: Precondition | undefined;
    body: { to: string };
  };
  context: C;
}

/** Renames one of a kind, and what names it follows. */
export const renamingOf =
  <C extends Answering>(by: (context: C) => Store, kind: Renamable) =>
  async ({ input, context }: RenameCall<C>): Promise<Renamed> => {
    const { name: from } = input.params;
    const { to } = input.body;
    if (to === from)
      throw faultError(
        validationFault([{ field: 'to', message: `It has that name; give another.` }]),
      );
    const expected = expectedThere(input.headers);
    const done = await orStale(null, rename(by(context), { kind, from, to, expected }));
    if (done === null) throw faultError(notFound(kind, from));
    tagged(kind, done.value, context);
    return { from, to, revision: revisionOf(kind, done.value), changed: done.changed };
  };

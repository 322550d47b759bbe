import type { Device } from '#shared/contract/device.ts';
import type { Origin } from '#shared/contract/execution.ts';
import type { Precondition } from '#shared/contract/precondition.ts';
import type { Renamed } from '#shared/contract/references.ts';
import { etagOf } from '#shared/domain/entity-tag.ts';
import type { Engine } from '../engine/engine.ts';
import { revisionOf } from '../store/revision.ts';
import type { Store } from '../store/store.ts';
import { catalogueOf, readStored, type Answering } from './catalogue.ts';
import { referencesOf, renamingOf } from './references.ts';
import { NOT_BY_AGENTS, refuseMachines } from './refuse-agent.ts';

interface Caller extends Answering {
  origin: Origin;
}

interface PutCall<C> {
  input: {
    params: { name: string };
    headers?: Precondition | undefined;
    body: Device;
  };
  context: C;
}

interface NameCall<C> {
  input: { params: { name: string }; headers?: Precondition | undefined };
  context: C;
}

/**
 * The catalogue of devices. Whoever lets a device send that was only observed is a person or holds the token, and that
 * stands in the audit. `by` is the store as the caller writes it.
 */
export const devicesOf = <C extends Caller>(engine: Engine, by: (context: C) => Store) => {
  const { store } = engine;
  const devices = catalogueOf(store, 'device', 'device_id', by);

  const put = async ({ input, context }: PutCall<C>): Promise<Device> => {
    const before = await readStored(store, 'device', input.params.name);
    const sends = input.body.observe_only !== true;
    const lets = before?.observe_only === true && sends;
    // Deleting it and making it anew would be the way around.
    if (lets || (before === null && sends))
      refuseMachines(context.origin, NOT_BY_AGENTS.letSend);
    const stored = await devices.put({ input, context });
    if (lets)
      await engine.note(context.origin, `${stored.device_id} may send: it was only observed`);
    return stored;
  };

  const renamed = renamingOf(by, 'device');

  return {
    ...devices,
    references: referencesOf(store, 'device'),
    /** Keys of it that are held down are let go first: nobody could under the old name. */
    rename: async (call: Parameters<typeof renamed>[0]): Promise<Renamed> => {
      await engine.releaseDevice(call.input.params.name);
      return renamed(call);
    },
    put,
    /** Takes `observe_only` off, whatever else the device says. */
    letSend: async ({ input, context }: NameCall<C>): Promise<Device> => {
      refuseMachines(context.origin, NOT_BY_AGENTS.letSend);
      const stands = await devices.get({ input });
      const { observe_only: _observed, ...body } = stands;
      // What somebody else changes in this moment is not written over.
      const headers = input.headers ?? { 'if-match': etagOf(revisionOf('device', stands)) };
      return put({ input: { params: input.params, headers, body }, context });
    },
  };
};

import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { HardwareClient } from '#shared/contract/hardware-clients.ts';
import type { Intent } from '#shared/contract/intent.ts';
import type { Layout } from '#shared/contract/layout.ts';
import type { Macro } from '#shared/contract/macro.ts';
import type { Precondition, StaleDetails } from '#shared/contract/precondition.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import { ask } from './engine.ts';
import { faultOf } from './faults.ts';
import { staleOf, writingOver } from './precondition.ts';

/** What editors write. */
export interface Editable {
  intent: Intent;
  macro: Macro;
  protocol: Protocol;
  device: Device;
  layout: Layout;
  /** There is one, of the name `bridge`. */
  config: BridgeConfig;
  hardware: HardwareClient;
}
export type EditKind = keyof Editable;
/** The config can be changed only. */
export type DeletableKind = Exclude<EditKind, 'config'>;

/** `stale`: somebody was faster, nothing was written. */
export type Written<T> =
  | { ok: true; value: T }
  | { ok: false; stale: StaleDetails; fault: null }
  | { ok: false; stale: null; fault: Fault };

const written = async <T>(write: () => Promise<T>): Promise<Written<T>> => {
  try {
    return { ok: true, value: await write() };
  } catch (error) {
    const stale = staleOf(error);
    if (stale) return { ok: false, stale: stale.details, fault: null };
    return { ok: false, stale: null, fault: faultOf(error) };
  }
};

const puts: {
  [K in EditKind]: (
    name: string,
    body: Editable[K],
    headers: Precondition,
  ) => Promise<Editable[K]>;
} = {
  intent: (name, body, headers) =>
    ask((client, options) => client.intents.put({ params: { name }, headers, body }, options)),
  macro: (name, body, headers) =>
    ask((client, options) => client.macros.put({ params: { name }, headers, body }, options)),
  protocol: (name, body, headers) =>
    ask((client, options) =>
      client.protocols.put({ params: { name }, headers, body }, options),
    ),
  device: (name, body, headers) =>
    ask((client, options) => client.devices.put({ params: { name }, headers, body }, options)),
  layout: (name, body, headers) =>
    ask((client, options) => client.layouts.put({ params: { name }, headers, body }, options)),
  config: (_name, body, headers) =>
    ask((client, options) => client.config.put({ headers, body }, options)),
  hardware: (client_id, body, headers) =>
    ask((client, options) =>
      client.hardware.put({ params: { client_id }, headers, body }, options),
    ),
};

/** Writes over the revision that it began from, or makes what is new (null). Never over anything else. */
export const putEntity = <K extends EditKind>(
  kind: K,
  name: string,
  value: Editable[K],
  revision: string | null,
): Promise<Written<Editable[K]>> =>
  written(() => puts[kind](name, value, writingOver(revision)));

const areas = {
  intent: 'intents',
  macro: 'macros',
  protocol: 'protocols',
  device: 'devices',
  layout: 'layouts',
} as const;

/** Deletes that revision and no other. */
export const deleteEntity = (
  kind: DeletableKind,
  name: string,
  revision: string,
): Promise<Written<{ deleted: boolean }>> =>
  written(() =>
    ask((client, options) => {
      const headers = writingOver(revision);
      return kind === 'hardware'
        ? client.hardware.delete({ params: { client_id: name }, headers }, options)
        : client[areas[kind]].delete({ params: { name }, headers }, options);
    }),
  );

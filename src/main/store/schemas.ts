import type { z } from 'zod';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { HardwareClientSchema } from '#shared/contract/hardware-clients.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { MacroRunSchema, MacroSchema } from '#shared/contract/macro.ts';
import { InstalledPackSchema } from '#shared/contract/packs.ts';
import { ProtocolSchema } from '#shared/contract/protocol.ts';
import { SessionSchema } from '#shared/contract/session.ts';
import { VenueSchema } from '#shared/contract/venue.ts';
import type { Entities, Kind } from './store.ts';

/** What each stored kind must look like. Unknown fields pass through. */
export const entitySchemas: { [K in Kind]: z.ZodType<Entities[K]> } = {
  config: BridgeConfigSchema,
  protocol: ProtocolSchema,
  device: DeviceSchema,
  intent: IntentSchema,
  macro: MacroSchema,
  macro_run: MacroRunSchema,
  layout: LayoutSchema,
  session: SessionSchema,
  venue: VenueSchema,
  hardware: HardwareClientSchema,
  pack: InstalledPackSchema,
};

/** The field that repeats the name of the key. */
export const nameFields: Record<Kind, string | null> = {
  config: null,
  protocol: 'protocol_name',
  device: 'device_id',
  intent: 'intent_name',
  macro: 'macro_id',
  macro_run: 'execution_id',
  layout: 'device_id',
  session: 'session_id',
  venue: 'venue_name',
  hardware: 'client_id',
  pack: 'pack',
};

/** Kinds that say when they were made. */
export const datedKinds: ReadonlySet<Kind> = new Set<Kind>(['device', 'intent', 'macro']);

import { z } from 'zod';
import { BridgeConfigSchema } from './config.ts';
import { ConnectionUrlSchema } from './device.ts';
import { HardwareClientIdSchema, HardwareHostSchema } from './hardware.ts';
import { NameSchema } from './names.ts';

/** Where the show's Companion is: the part of the configuration that changes with the place. */
export const BridgeTargetSchema = BridgeConfigSchema.pick({
  protocol: true,
  host: true,
  port: true,
  osc_port: true,
  tcp_port: true,
  udp_port: true,
});
export type BridgeTarget = z.infer<typeof BridgeTargetSchema>;

/** Where everything is in one place. A device that is not named stays where it is; null: at the show's Companion. */
export const VenueTargetsSchema = z.looseObject({
  devices: z.record(NameSchema, ConnectionUrlSchema.nullable()),
  bridge: BridgeTargetSchema,
  /** Where hardware clients find their first backend, as `name:port`. One that is not named stays where it is. */
  hardware: z.record(HardwareClientIdSchema, HardwareHostSchema).optional(),
});
export type VenueTargets = z.infer<typeof VenueTargetsSchema>;

/** `mcr:companion:venue:{venue_name}`: a place with its addresses. Ours, not the seed's. */
export const VenueSchema = VenueTargetsSchema.extend({ venue_name: NameSchema });
export type Venue = z.infer<typeof VenueSchema>;

/** What a change of place wrote, and how it was before: to take it back, go there. */
export const RetargetedSchema = z.object({
  /** Devices that have another address now. */
  devices: z.array(z.string()),
  bridge: z.boolean(),
  /** Hardware clients that have another host now. */
  hardware: z.array(z.string()),
  /** Devices and hardware clients of the profile that there are none of here. */
  missing: z.array(z.string()),
  before: VenueTargetsSchema,
});
export type Retargeted = z.infer<typeof RetargetedSchema>;

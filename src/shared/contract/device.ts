import { z } from 'zod';
import { NameSchema, TimestampSchema } from './names.ts';
import { DeviceGroupSchema } from './policy.ts';

export const ConnectionUrlSchema = z
  .string()
  .regex(
    /^(https?|osc|osc\+tcp|tcp|udp|obs):\/\/(\[[0-9A-Fa-f:.]+\]|[^/:\s?#@]+):\d{1,5}\/?$/,
    'Write it like http://192.168.1.20:8000 (http, https, osc, osc+tcp, tcp, udp or obs).',
  )
  .refine((url) => {
    const port = Number(/:(\d+)\/?$/.exec(url)?.[1]);
    return port >= 1 && port <= 65535;
  }, 'A port is a number from 1 to 65535.');

/** `mcr:catalog:companion:device:{device_id}`. Pages count from 1, rows and columns from 0. */
export const DeviceSchema = z.looseObject({
  device_id: NameSchema,
  /** A geometry name (`streamdeck_xl`, `virtual_surface`, …); rows and cols decide the grid. */
  device_type: z.string().min(1),
  page_count: z.int().min(1).max(999).default(10),
  rows: z.int().min(1).max(16).default(8),
  cols: z.int().min(1).max(16).default(8),
  connection_url: ConnectionUrlSchema.nullish(),
  /** The name of the secret that it asks for when one connects: OBS's password. The value stays in the vault. */
  password_name: NameSchema.nullish(),
  /** Takes over when this one does not answer. */
  backup_device_id: NameSchema.nullish(),
  /** This device stands for several. */
  group: DeviceGroupSchema.nullish(),
  /** While true nothing is sent to it (a simulated one aside): commands end `refused` with the reason `observe_only`. */
  observe_only: z.boolean().optional(),
  metadata: z.record(z.string(), z.unknown()).default({}),
  created_at: TimestampSchema.optional(),
  last_seen: TimestampSchema.nullish(),
});
export type Device = z.infer<typeof DeviceSchema>;

import { join } from 'node:path';
import { z } from 'zod';
import { CameraDescriptorSchema } from '#shared/contract/camera.ts';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { DeviceSchema } from '#shared/contract/device.ts';
import { HardwareClientSchema } from '#shared/contract/hardware-clients.ts';
import { IntentSchema } from '#shared/contract/intent.ts';
import { LayoutSchema } from '#shared/contract/layout.ts';
import { MacroSchema } from '#shared/contract/macro.ts';
import { NameSchema } from '#shared/contract/names.ts';
import { readShowFile, SoundProtocolSchema } from './show-file.ts';

export const DemoShowSchema = z.looseObject({
  config: BridgeConfigSchema,
  devices: z.array(DeviceSchema),
  intents: z.array(IntentSchema),
  macros: z.array(MacroSchema).default([]),
  layouts: z.array(LayoutSchema),
  protocols: z.array(SoundProtocolSchema).default([]),
  hardware: z.array(HardwareClientSchema).default([]),
  /** By slot. */
  cameras: z.record(NameSchema, CameraDescriptorSchema).default({}),
});
export type DemoShow = z.infer<typeof DemoShowSchema>;

/** The demo show: a deck wired to the built-in simulator. @throws ShowFileError */
export const loadDemoShow = (resourcesDir: string): Promise<DemoShow> =>
  readShowFile(join(resourcesDir, 'demo', 'show.json'), DemoShowSchema);

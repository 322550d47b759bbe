import { z } from 'zod';
import type { CameraStatus } from '#shared/contract/camera.ts';

/** What happened, and what to do. */
export interface Trouble {
  message: string;
  hint: string | null;
}

const TroubleSchema = z.looseObject({ error: z.string(), hint: z.string().nullish() });

/** The first status that says that a command was not done. */
export const troubleIn = (statuses: CameraStatus[]): Trouble | null => {
  for (const { status, payload } of statuses) {
    if (status !== 'error' && status !== 'device_error') continue;
    const said = TroubleSchema.safeParse(payload);
    return said.success
      ? { message: said.data.error, hint: said.data.hint ?? null }
      : { message: 'The camera did not do it.', hint: 'Look at the log of the host.' };
  }
  return null;
};

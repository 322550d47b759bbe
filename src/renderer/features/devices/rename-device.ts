import type { Device } from '#shared/contract/device.ts';
import { NameSchema } from '#shared/contract/names.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { removingShown, staleOf } from '../../link/precondition.ts';
import { followSurface } from '../../state/surface.ts';

/** Longer than a usual call: every reference is written by itself. */
const RENAME_MS = 30_000;

/** Why it can't have that name; null where it can. */
export const renameProblem = (
  from: string,
  to: string,
  devices: Readonly<Record<string, Device>>,
): string | null => {
  if (to === from) return 'That is its name already.';
  const named = NameSchema.safeParse(to);
  if (!named.success) return named.error.issues[0]?.message ?? 'Choose another name.';
  return devices[to] ? `There is a device named ${to} already. Choose another name.` : null;
};

/** Gives it another name, and everything that names it follows. Null where it is done, else why it is not. */
export const renameDevice = async (name: string, to: string): Promise<string | null> => {
  try {
    await ask(
      (client, options) =>
        client.devices.rename(
          { params: { name }, headers: removingShown('device', name), body: { to } },
          options,
        ),
      RENAME_MS,
    );
    followSurface(name, to);
    return null;
  } catch (error) {
    return (staleOf(error) ?? faultOf(error)).message;
  }
};

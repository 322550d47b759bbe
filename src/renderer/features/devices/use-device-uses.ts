import { useDevices, useIntents, useMirror } from '../../state/mirror-store.ts';
import { deviceUses, type DeviceUses } from './device-uses.ts';

/** Everything that names a device at this moment. */
export const useDeviceUses = (id: string): DeviceUses => {
  const intents = useIntents();
  const devices = useDevices();
  const layouts = useMirror((mirror) => mirror.layouts);
  return deviceUses(id, { intents, devices, layouts });
};

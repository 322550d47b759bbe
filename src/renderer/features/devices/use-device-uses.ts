import { useMemo } from 'react';
import { useMirror } from '../../state/mirror-store.ts';
import { deviceUses, type DeviceUses } from './device-uses.ts';

/** Everything that names a device at this moment. */
export const useDeviceUses = (id: string): DeviceUses => {
  const intents = useMirror((mirror) => mirror.intents);
  const macros = useMirror((mirror) => mirror.macros);
  const layouts = useMirror((mirror) => mirror.layouts);
  const devices = useMirror((mirror) => mirror.devices);
  const venues = useMirror((mirror) => mirror.venues);
  const hardware_clients = useMirror((mirror) => mirror.hardware_clients);
  const config = useMirror((mirror) => mirror.config);
  return useMemo(
    () =>
      deviceUses(id, { intents, macros, layouts, devices, venues, hardware_clients, config }),
    [id, intents, macros, layouts, devices, venues, hardware_clients, config],
  );
};

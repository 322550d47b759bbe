import { useConfig, useDevices, useDevicesHealth } from '../../state/mirror-store.ts';
import type { Device } from '#shared/contract/device.ts';
import { useNow } from '../../ui/use-now.ts';
import { deviceSteps, type DeviceSteps } from './device-steps.ts';

/** What is proved of each device at this moment. */
export const useDeviceSteps = (): ((device: Device) => DeviceSteps) => {
  const devices = useDevices();
  const health = useDevicesHealth();
  const config = useConfig();
  const now = useNow();
  return (device) => {
    const members = (device.group?.device_ids ?? []).flatMap((id) => {
      const member = devices[id];
      return member && !member.group ? [deviceSteps(member, health[id], now, config)] : [];
    });
    return deviceSteps(device, health[device.device_id], now, config, members);
  };
};

import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { Found } from '#shared/contract/find.ts';
import { isSimulated } from '#shared/domain/target.ts';
import { blankDevice, withModel, type TypedDevice } from './device-draft.ts';

/** The form of a new device for what was found, only observed like any new one. */
export const deviceFound = (
  { host, service, device_type, connection_url }: Found,
  taken: ReadonlySet<string>,
): TypedDevice => {
  const kind = service === 'satellite' ? 'companion' : service;
  const name = host === '127.0.0.1' ? `${kind}_here` : `${kind}_${host.replaceAll('.', '_')}`;
  let device_id = name;
  for (let n = 2; taken.has(device_id); n += 1) device_id = `${name}_${n}`;
  return { ...blankDevice(device_id), device_type, connection_url, ...withModel(device_type) };
};

const addressIn = (url: string): string => url.replace(/^[^:]+:\/\//, '').replace(/\/$/, '');

/** The devices that are at this address already; by their own, or the show's Companion. */
export const knownAt = (
  { connection_url }: Found,
  devices: Readonly<Record<string, Device>>,
  config: BridgeConfig | undefined,
): string[] => {
  const there = addressIn(connection_url);
  const companion = config ? `${config.host}:${config.port}` : null;
  return Object.values(devices)
    .filter((device) => !device.group && !isSimulated(device))
    .filter(({ connection_url: url }) =>
      url === null || url === undefined || url === ''
        ? companion === there
        : addressIn(url) === there,
    )
    .map(({ device_id }) => device_id)
    .sort();
};

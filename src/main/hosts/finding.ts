import type { FindEvent, Networks } from '#shared/contract/find.ts';
import type { Clock } from '../clock.ts';
import { findDevices } from '../probe/find-devices.ts';
import { knownServices } from '../probe/known-services.ts';
import { hostsOf, localNetworks } from '../probe/local-networks.ts';
import { faultError, validationFault } from './faults.ts';

/** A network of 254 addresses is asked within this. Milliseconds. */
const NETWORK_MS = 14_000;

/** Looks for devices on this machine and in its networks, and nowhere else. */
export const findingOf = (clock: Clock) => {
  const services = knownServices();
  return {
    networks: (): Networks => ({
      ...localNetworks(),
      ports: services.map(({ port, service }) => ({ port, service })),
    }),

    /** @throws a validation fault for what is none of this machine's networks at this moment */
    find: (ids: readonly string[], signal: AbortSignal): AsyncGenerator<FindEvent> => {
      const { networks } = localNetworks();
      const chosen = [...new Set(ids)].map((id) => {
        const network = networks.find((each) => each.id === id);
        if (network) return network;
        throw faultError(
          validationFault([
            { field: 'networks', message: `${id} is none of this machine’s networks.` },
          ]),
        );
      });
      return findDevices({
        clock,
        hosts: chosen.flatMap(hostsOf),
        services,
        limitMs: NETWORK_MS * chosen.length,
        signal,
      });
    },
  };
};

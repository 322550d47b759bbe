import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { Network, Networks } from '#shared/contract/find.ts';

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

const LARGEST_PREFIX_ASKED = 24;

/** 10/8, 172.16/12, 192.168/16. */
const isPrivate = (address: string): boolean => {
  const [a, b = 0] = address.split('.').map(Number);
  return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
};

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

const prefixOf = (cidr: string | null): number => Number(cidr?.split('/')[1] ?? 32);

const rangeOf = (address: string, prefix: number): { first: number; size: number } => {
  const size = 2 ** (32 - prefix);
  return { first: Math.floor(numberOf(address) / size) * size, size };
};

const THIS_MACHINE: Network = {
  id: '127.0.0.1',
  name: 'this machine',
  address: '127.0.0.1',
  hosts: 1,
  part_of: null,
};

/** The addresses of a network, without those of the network itself and of all at once. */
export const hostsOf = ({ id }: Network): string[] => {
  const [address = '', prefix] = id.split('/');
  if (prefix === undefined) return [address];
  const { first, size } = rangeOf(address, Number(prefix));
  if (size <= 2) return Array.from({ length: size }, (_, at) => addressOf(first + at));
  return Array.from({ length: size - 2 }, (_, at) => addressOf(first + 1 + at));
};

/**
 * This machine and the private IPv4 networks that it is in, each no larger than the 256 addresses around its own; and
 * what is left out.
 */
export const localNetworks = (
  interfaces: Interfaces = networkInterfaces(),
): Pick<Networks, 'networks' | 'left_out'> => {
  const networks = new Map([[THIS_MACHINE.id, THIS_MACHINE]]);
  const left_out: Networks['left_out'] = [];
  for (const [name, infos = []] of Object.entries(interfaces)) {
    for (const { address, family, internal, cidr } of infos) {
      if (internal || family !== 'IPv4') continue;
      if (!isPrivate(address)) {
        left_out.push({ name, address, why: 'its addresses are not private' });
        continue;
      }
      const own = prefixOf(cidr);
      const prefix = Math.max(own, LARGEST_PREFIX_ASKED);
      const id = `${addressOf(rangeOf(address, prefix).first)}/${prefix}`;
      const part_of = own < prefix ? `${addressOf(rangeOf(address, own).first)}/${own}` : null;
      const network = { id, name, address, hosts: 0, part_of };
      networks.set(id, { ...network, hosts: hostsOf(network).length });
    }
  }
  return { networks: [...networks.values()], left_out };
};

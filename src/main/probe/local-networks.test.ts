import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { hostsOf, localNetworks } from './local-networks.ts';

const four = (cidr: string, internal = false): NetworkInterfaceInfo => ({
  address: cidr.split('/')[0] ?? '',
  netmask: '',
  family: 'IPv4',
  mac: '',
  internal,
  cidr,
});

const found = (...cidrs: string[]) =>
  localNetworks({ lo: [four('127.0.0.1/8', true)], eth0: cidrs.map((cidr) => four(cidr)) });

describe('the networks that may be asked', () => {
  it('are this machine and its private ones, none larger than 256 addresses around its own', () => {
    const { networks } = found('192.168.7.20/24', '10.20.30.40/8', '172.31.9.9/20');
    expect(networks.map(({ id, hosts, part_of }) => [id, hosts, part_of])).toEqual([
      ['127.0.0.1', 1, null],
      ['192.168.7.0/24', 254, null],
      ['10.20.30.0/24', 254, '10.0.0.0/8'],
      ['172.31.9.0/24', 254, '172.31.0.0/20'],
    ]);
  });

  it('are no public ones: those are named, with the reason', () => {
    const { networks, left_out } = found(
      '8.8.8.8/24',
      '172.32.0.1/24',
      '192.169.0.1/24',
      '169.254.1.1/16',
      '100.64.0.1/10',
    );
    expect(networks.map(({ id }) => id)).toEqual(['127.0.0.1']);
    expect(left_out).toHaveLength(5);
    expect(left_out[0]).toMatchObject({ name: 'eth0', address: '8.8.8.8' });
  });

  it('leave out the addresses of the network itself and of all at once', () => {
    const [, small, one] = found('192.168.1.130/30', '192.168.2.2/32').networks;
    if (!small || !one) throw new Error('not found');
    expect(hostsOf(small)).toEqual(['192.168.1.129', '192.168.1.130']);
    expect(hostsOf(one)).toEqual(['192.168.2.2']);
  });

  it('are what this machine has at this moment', () => {
    expect(localNetworks().networks[0]).toMatchObject({ id: '127.0.0.1', hosts: 1 });
  });
});

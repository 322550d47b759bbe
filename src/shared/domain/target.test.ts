import { expect, test } from 'vitest';
import { BridgeConfigSchema } from '../contract/config.ts';
import { DeviceSchema } from '../contract/device.ts';
import { ProtocolSchema } from '../contract/protocol.ts';
import { resolveTarget } from './target.ts';

const config = BridgeConfigSchema.parse({ host: 'companion.lan', port: 8888 });
const target = (protocol: object, device: object = {}, own: object = {}) =>
  resolveTarget(
    ProtocolSchema.parse({ protocol_name: 'p', template: '/x', ...protocol }),
    DeviceSchema.parse({ device_id: 'd', device_type: 'virtual', ...device }),
    { ...config, ...own },
    { host: '127.0.0.1', http: 1, tcp: 2, udp: 3, osc: 4, obs: 5 },
  );

test.each([
  [{}, {}, 'companion.lan', 8888],
  [{ protocol_type: 'osc' }, {}, 'companion.lan', 12321],
  [{ protocol_type: 'osc', osc_port: 12345 }, {}, 'companion.lan', 12345],
  [{ protocol_type: 'tcp', tcp_host: 'a', tcp_port: 9999 }, {}, 'a', 9999],
  [{ protocol_type: 'udp', udp_host: 'a', udp_port: 9998 }, {}, 'a', 9998],
  [{ protocol_type: 'tcp', host: 'b', port: 5 }, {}, 'b', 5],
  [{}, { connection_url: 'http://10.0.0.2:8001' }, '10.0.0.2', 8001],
  [{}, { connection_url: 'http://[::1]:8001/' }, '::1', 8001],
  [{ protocol_type: 'tcp', tcp_host: 'a' }, { connection_url: 'tcp://c:7' }, 'c', 7],
  [{ protocol_type: 'osc' }, { connection_url: 'http://10.0.0.2:8001' }, '10.0.0.2', 12321],
  [{ protocol_type: 'obs' }, {}, 'companion.lan', 4455],
  [{ protocol_type: 'obs', port: 4460 }, { connection_url: 'obs://c:7' }, 'c', 7],
])('%j on %j goes to %s:%i', (protocol, device, host, port) => {
  expect(target(protocol, device)).toMatchObject({ host, port });
});

test('https and OSC over TCP come from the address or from the settings', () => {
  expect(target({}, { connection_url: 'https://c:443' }).tls).toBe(true);
  expect(target({}, {}, { protocol: 'https' }).tls).toBe(true);
  expect(target({ protocol_type: 'osc' }, { connection_url: 'osc+tcp://c:1' }).via).toBe('tcp');
  expect(target({ protocol_type: 'osc', osc_transport: 'tcp' }).via).toBe('tcp');
});

test('a simulated device goes to the simulator, whatever its address', () => {
  const device = { connection_url: 'http://10.0.0.2:8001', metadata: { simulated: true } };
  expect(target({ protocol_type: 'udp' }, device)).toMatchObject({
    host: '127.0.0.1',
    port: 3,
  });
});

test.each(['http://h:99999', 'http://h:0', 'http://h', 'ftp://h:1', 'h:80', 'http://u:p@h:80'])(
  'a device refuses the address %s',
  (connection_url) => {
    const result = DeviceSchema.safeParse({ device_id: 'd', device_type: 'v', connection_url });
    expect(result.error?.issues[0]?.path).toEqual(['connection_url']);
  },
);

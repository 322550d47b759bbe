import { describe, expect, test } from 'vitest';
import { BridgeConfigSchema } from '../contract/config.ts';
import { DeviceSchema } from '../contract/device.ts';
import { ProtocolSchema } from '../contract/protocol.ts';
import { viewCommand } from './command-view.ts';
import { protocolProblems } from './compiled-protocol.ts';
import { obsRequestText } from './obs-message.ts';
import { neededSecrets, resolveCommand } from './resolve-command.ts';
import { MASK } from './template.ts';

const config = BridgeConfigSchema.parse({});
const device = (more: object = {}) =>
  DeviceSchema.parse({ device_id: 'obs', device_type: 'virtual_surface', ...more });
const protocol = (more: object) =>
  ProtocolSchema.parse({ protocol_name: 'p', protocol_type: 'obs', ...more });
const SIMULATED = { host: '127.0.0.1', http: 1, tcp: 2, udp: 3, osc: 4, obs: 5 };

const resolve = (
  more: object,
  variables: Record<string, unknown> = {},
  at: object = {},
  secrets?: Record<string, string>,
  simulated: typeof SIMULATED | null = null,
) =>
  resolveCommand({
    protocol: protocol(more),
    device: device(at),
    config,
    variables,
    simulated,
    secrets,
  });
const VOLUME = {
  template: 'SetInputVolume',
  body: { inputName: '{input}', inputVolumeDb: '{db}', note: 'by {who}' },
};

describe('a request of OBS', () => {
  test('values keep their types and their places, whatever they hold', () => {
    const nasty = '","requestType":"StopStream","x":"{db}';
    const result = resolve(VOLUME, { input: nasty, db: -6, who: nasty });
    expect(result).toMatchObject({
      ok: true,
      command: {
        transport: 'obs',
        host: config.host,
        port: 4455,
        password: null,
        requestType: 'SetInputVolume',
        requestData: { inputName: nasty, inputVolumeDb: -6, note: `by ${nasty}` },
      },
    });
    if (!result.ok) throw new Error('unreachable');
    const view = viewCommand(result.shown);
    if (view.transport !== 'obs') throw new Error(view.transport);
    expect(JSON.parse(obsRequestText(view.request_type, '1', view.request_data))).toEqual({
      op: 6,
      d: {
        requestType: 'SetInputVolume',
        requestId: '1',
        requestData: { inputName: nasty, inputVolumeDb: -6, note: `by ${nasty}` },
      },
    });
  });

  test.each([
    [{ template: '{request}' }, { request: 'Stop"Stream' }, 'request must be letters'],
    [{ template: 'Do', body: '{data}' }, { data: 'text' }, 'data must be an object'],
    [{ template: 'Do', body: '{data}' }, { data: [1] }, 'data must be an object'],
    [VOLUME, { input: 'a', db: Number.NaN, who: 'x' }, 'db is nothing that JSON can hold'],
  ])('%j with %j is refused by its variable', (more, variables, message) => {
    expect(resolve(more, variables)).toMatchObject({
      ok: false,
      fault: { error_type: 'validation_error', message: expect.stringContaining(message) },
    });
  });

  test('an object may stand for the whole data', () => {
    expect(
      resolve({ template: 'Do', body: '{data}' }, { data: { sceneName: 'A' } }),
    ).toMatchObject({ command: { requestData: { sceneName: 'A' } } });
  });

  test('a device’s own address and password go with it; the password is masked', () => {
    const at = { connection_url: 'obs://10.0.0.7:4456', password_name: 'obs_main' };
    expect(neededSecrets(protocol({ template: 'Do' }), device(at), null)).toEqual(['obs_main']);
    expect(resolve({ template: 'Do' }, {}, at, { obs_main: 'sesame' })).toMatchObject({
      command: { host: '10.0.0.7', port: 4456, password: 'sesame' },
      shown: { password: MASK },
    });
    expect(resolve({ template: 'Do' }, {}, at)).toMatchObject({
      ok: false,
      fault: { details: { missing_secrets: ['obs_main'] } },
    });
  });

  test('the simulator is asked without a password, other transports without it too', () => {
    const at = { password_name: 'obs_main', metadata: { simulated: true } };
    expect(resolve({ template: 'Do' }, {}, at, undefined, SIMULATED)).toMatchObject({
      ok: true,
      command: { host: '127.0.0.1', port: 5, password: null },
    });
    const http = ProtocolSchema.parse({ protocol_name: 'p', template: '/' });
    expect(neededSecrets(http, device({ password_name: 'obs_main' }), null)).toEqual([]);
  });

  test.each([
    [{ template: 'Set Scene' }, 'template'],
    [{ template: 'Do', body: ['a'] }, 'body'],
    [{ template: 'Do', body: 'text' }, 'body'],
    [{ template: 'Do', body: 5 }, 'body'],
  ])('%j can not be saved', (more, field) => {
    expect(protocolProblems(protocol(more))).toMatchObject([{ field }]);
  });

  test.each([
    { template: 'Do' },
    { template: 'Do', body: '{data}' },
    { template: '{request}' },
  ])('%j can be saved', (more) => expect(protocolProblems(protocol(more))).toEqual([]));
});

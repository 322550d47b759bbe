import { BridgeConfigSchema, type BridgeConfig } from '#shared/contract/config.ts';
import { DeviceSchema, type Device } from '#shared/contract/device.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { CommandView } from '#shared/contract/execution.ts';
import type { Protocol } from '#shared/contract/protocol.ts';
import { viewCommand } from '#shared/domain/command-view.ts';
import { compileProtocol } from '#shared/domain/compiled-protocol.ts';
import { neededSecrets, resolveCommand } from '#shared/domain/resolve-command.ts';
import { sessionVariable } from '#shared/domain/template.ts';

/** Stands in until a device is picked: the bridge's own address. */
const NO_DEVICE = DeviceSchema.parse({ device_id: 'none', device_type: 'virtual_surface' });

/** The command that would leave with these values and those of the session (by `var:name`), its secrets masked; or what is in the way. */
export const previewOf = (
  protocol: Protocol,
  device: Device | undefined,
  config: BridgeConfig | undefined,
  variables: Readonly<Record<string, unknown>>,
  session: Readonly<Record<string, unknown>> = {},
): { command: CommandView; fault: null } | { command: null; fault: Fault } => {
  const to = device ?? NO_DEVICE;
  const ofSession = Object.fromEntries(
    compileProtocol(protocol)
      .sessionVariables.map(sessionVariable)
      .map((name) => [name, session[name]]),
  );
  const resolved = resolveCommand({
    protocol,
    device: to,
    config: config ?? BridgeConfigSchema.parse({}),
    // Nothing else stands in for what is of the session.
    variables: { ...variables, ...ofSession },
    simulated: null,
    // Only the masked command is looked at; a value has to stand for each.
    secrets: Object.fromEntries(neededSecrets(protocol, to, null).map((name) => [name, 'x'])),
  });
  return resolved.ok
    ? { command: viewCommand(resolved.shown), fault: null }
    : { command: null, fault: resolved.fault };
};

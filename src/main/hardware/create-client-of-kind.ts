import type { HardwareMessage } from '#shared/contract/hardware.ts';
import type { HardwareClientSettings } from '#shared/contract/hardware-clients.ts';
import type { OscCommand } from '#shared/domain/command.ts';
import type { Transport } from '../transports/transport.ts';
import { BuzzerClient } from './buzzer/buzzer-client.ts';
import { createHardwareClient, type HardwareCallbacks } from './create-hardware-client.ts';
import type { HardwareParts, HardwareWebSocketClient } from './hardware-websocket-client.ts';
import { OscBridgeClient } from './osc-bridge/osc-bridge-client.ts';

export interface KindParts extends Omit<HardwareParts<HardwareMessage>, 'messages'> {
  /** What puts an OSC bridge's messages on the wire. */
  osc: Transport<OscCommand>;
  /** For a generic client alone: what comes to it. */
  onMessage?: HardwareCallbacks<HardwareMessage>['on_message'];
}

/** The client that stored settings describe; not started. @throws HardwareTrouble where a setting is wrong */
export const createClientOfKind = (
  settings: HardwareClientSettings,
  { osc, onMessage, ...parts }: KindParts,
): HardwareWebSocketClient => {
  switch (settings.kind) {
    case 'buzzer':
      return new BuzzerClient(settings, parts);
    case 'osc_bridge':
      return new OscBridgeClient(settings, { ...parts, osc });
    case 'generic':
      return createHardwareClient(settings, {
        ...parts,
        ...(onMessage ? { on_message: onMessage } : {}),
      });
  }
};

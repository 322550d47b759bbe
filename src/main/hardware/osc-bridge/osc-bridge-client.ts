import { HardwareMessageSchema, type HardwareMessage } from '#shared/contract/hardware.ts';
import {
  OscBridgeSettingsSchema,
  type OscBridgeSettings,
  type OscBridgeSettingsInput,
} from '#shared/contract/hardware-clients.ts';
import type { OscBridgeStatus } from '#shared/contract/osc-bridge.ts';
import type { OscCommand } from '#shared/domain/command.ts';
import type { Transport } from '../../transports/transport.ts';
import { HardwareWebSocketClient, type HardwareParts } from '../hardware-websocket-client.ts';
import { parseKind } from '../parse-kind.ts';
import { OscBridge } from './osc-bridge.ts';

export interface OscBridgeParts extends Omit<HardwareParts<HardwareMessage>, 'messages'> {
  /** What puts OSC on the wire: the engine's own transport will do. Not closed here. */
  osc: Transport<OscCommand>;
}

/**
 * Carries a backend's messages to OSC devices and back, by a YAML mapping file. It listens for OSC while the backend is
 * there: a device on TCP sees when nobody would hear it, and nothing is carried late.
 */
export class OscBridgeClient extends HardwareWebSocketClient {
  readonly bridge: OscBridgeSettings;
  readonly #bridge: OscBridge;

  /** @throws HardwareTrouble where a setting is wrong; it names the field. A faulty mapping file is a status. */
  constructor(settings: OscBridgeSettingsInput, { osc, ...parts }: OscBridgeParts) {
    const bridge = parseKind(OscBridgeSettingsSchema, settings);
    super(bridge, { ...parts, messages: HardwareMessageSchema });
    this.bridge = bridge;
    this.#bridge = new OscBridge(bridge.mapping_file, {
      clock: this.clock,
      osc,
      send: ({ type, ...fields }) => void this.send(type, fields),
      report: (trouble) => this.reportTrouble(trouble),
      changed: () => this.#changed(),
    });
  }

  /** Reads the mapping file now, whatever the system tells of its changes. */
  reloadMapping(): Promise<void> {
    return this.#bridge.reload();
  }

  bridgeStatus(): OscBridgeStatus {
    return this.#bridge.status;
  }

  /** The mapping file is read from now on: its faults are known before the backend is there. */
  protected override onStarted(): void {
    void this.#bridge.watch();
  }

  protected override onStopped(): Promise<void> {
    return this.#bridge.close();
  }

  protected override handleMessage(message: HardwareMessage): void {
    this.#bridge.fromWebSocket(message);
  }

  protected override setup(): Promise<void> {
    return this.#bridge.start();
  }

  protected override teardown(): Promise<void> {
    return this.#bridge.stop();
  }

  /** Whoever listens is somebody else, and may throw. */
  #changed(): void {
    try {
      this.events.emit('changed');
    } catch (error) {
      this.reportTrouble(error);
    }
  }
}

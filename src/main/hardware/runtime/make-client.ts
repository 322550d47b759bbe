import type {
  HardwareClient,
  HardwarePressBody,
  HardwarePressed,
} from '#shared/contract/hardware-clients.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { OscCommand } from '#shared/domain/command.ts';
import type { Transport } from '../../transports/transport.ts';
import { BuzzerClient } from '../buzzer/buzzer-client.ts';
import { createClientOfKind } from '../create-client-of-kind.ts';
import { OscBridgeClient } from '../osc-bridge/osc-bridge-client.ts';
import { NO_KIND_STATUS, type KindStatus } from './kind-status.ts';
import type { HardwareAuth } from '../hardware-auth.ts';
import { HardwareTrouble } from '../hardware-trouble.ts';
import type { HardwareWebSocketClient } from '../hardware-websocket-client.ts';

/** A client made of what is stored. */
export interface Made {
  client: HardwareWebSocketClient;
  /** Null for what is no buzzer. */
  press: ((press: HardwarePressBody) => HardwarePressed) | null;
  kindStatus(): KindStatus;
}

export interface MakeDeps {
  clock: Clock;
  log: Log;
  /** What puts the messages of OSC bridges on the wire. */
  osc: Transport<OscCommand>;
  /** The values of those secrets that are here. */
  reveal: (names: readonly string[]) => Readonly<Record<string, string>>;
  /** Where the built-in backend listens, as `host:port`; starts it when it is first asked. */
  simulatedBackend: () => Promise<string>;
}

const authOf = (stored: HardwareClient, { reveal }: MakeDeps): HardwareAuth | undefined => {
  const { auth, simulated } = stored;
  if (!auth || simulated) return undefined;
  const value = (): string => {
    const secret = reveal([auth.secret_name])[auth.secret_name];
    if (secret !== undefined) return secret;
    throw new HardwareTrouble(
      `The secret ${auth.secret_name} is not on this machine.`,
      'Add it in Settings under Secrets.',
    );
  };
  return auth.header ? { header: auth.header, value } : { bearer: value };
};

/** As it is stored, or at the built-in backend. */
const connectionOf = async (
  stored: HardwareClient,
  { simulatedBackend }: MakeDeps,
): Promise<HardwareClient> =>
  stored.simulated
    ? { ...stored, host: await simulatedBackend(), secure: false, backends: [] }
    : stored;

const kindStatusOf = (client: HardwareWebSocketClient): KindStatus => {
  if (client instanceof BuzzerClient) {
    const { enabled, round, presses, refused, gpio } = client.buzzerStatus();
    return {
      ...NO_KIND_STATUS,
      buzzers_enabled: enabled,
      round,
      presses,
      presses_refused: refused,
      gpio,
    };
  }
  return client instanceof OscBridgeClient
    ? { ...NO_KIND_STATUS, osc: client.bridgeStatus() }
    : NO_KIND_STATUS;
};

/** Makes a client of what is stored; it does nothing until it is started. @throws HardwareTrouble */
export const makeClient = async (stored: HardwareClient, deps: MakeDeps): Promise<Made> => {
  const { clock, log, osc } = deps;
  const settings = await connectionOf(stored, deps);
  const ca = stored.simulated ? undefined : (stored.ca ?? undefined);
  const auth = authOf(stored, deps);
  const client = createClientOfKind(settings, {
    clock,
    log,
    osc,
    ...(ca === undefined ? {} : { ca }),
    ...(auth === undefined ? {} : { auth }),
  });
  return {
    client,
    kindStatus: () => kindStatusOf(client),
    press:
      client instanceof BuzzerClient
        ? ({ buzzer_id, source = 'pointer', age_ms }) => {
            const details = age_ms === undefined ? {} : { at: clock.now() - age_ms };
            const { counts, refusal } = client.press(buzzer_id, { source, ...details });
            return { counted: counts, refusal };
          }
        : null,
  };
};

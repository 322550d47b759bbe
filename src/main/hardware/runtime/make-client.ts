import type {
  HardwareClient,
  HardwareListing,
  HardwarePressBody,
  HardwarePressed,
} from '#shared/contract/hardware-clients.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { createHardwareClient } from '../create-hardware-client.ts';
import type { HardwareAuth } from '../hardware-auth.ts';
import { HardwareTrouble } from '../hardware-trouble.ts';
import type { HardwareWebSocketClient } from '../hardware-websocket-client.ts';

/** What kinds of clients have beside a connection. */
export type KindStatus = Pick<HardwareListing, 'buzzers_enabled' | 'round' | 'osc'>;

/** A client made of what is stored. */
export interface Made {
  client: Pick<
    HardwareWebSocketClient,
    'events' | 'log' | 'start' | 'stop' | 'send' | 'status'
  >;
  /** Of a buzzer. @throws HardwareTrouble where it has none of that name */
  press: ((press: HardwarePressBody) => HardwarePressed) | null;
  kindStatus(): KindStatus;
}

export interface MakeDeps {
  clock: Clock;
  log: Log;
  /** The values of those secrets that are here. */
  reveal: (names: readonly string[]) => Readonly<Record<string, string>>;
  /** Where the built-in backend listens, as `host:port`; starts it when it is first asked. */
  simulatedBackend: () => Promise<string>;
}

export const NO_KIND_STATUS: KindStatus = { buzzers_enabled: null, round: null, osc: null };

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

/** Makes a client of what is stored; it does nothing until it is started. @throws HardwareTrouble */
export const makeClient = async (stored: HardwareClient, deps: MakeDeps): Promise<Made> => {
  const { clock, log } = deps;
  const settings = await connectionOf(stored, deps);
  const ca = stored.simulated ? undefined : (stored.ca ?? undefined);
  const auth = authOf(stored, deps);
  const parts = {
    clock,
    log,
    ...(ca === undefined ? {} : { ca }),
    ...(auth === undefined ? {} : { auth }),
  };
  switch (settings.kind) {
    case 'generic': {
      const client = createHardwareClient(settings, parts);
      return { client, press: null, kindStatus: () => NO_KIND_STATUS };
    }
    case 'buzzer':
    case 'osc_bridge':
      throw new HardwareTrouble(
        `Clients of the kind ${settings.kind} can't run here yet.`,
        'Use one of the kind generic.',
      );
  }
};

import type {
  HardwareClient,
  HardwareListing,
  HardwareLogEvent,
  HardwarePressBody,
  HardwarePressed,
  HardwareTrafficEvent,
} from '#shared/contract/hardware-clients.ts';
import type { HardwareLogLevel, HardwareMessage } from '#shared/contract/hardware.ts';
import type { Delivery } from '../outbound-queue.ts';

/** One client as it runs, or could. */
export interface HardwareSlot {
  readonly stored: HardwareClient;
  listing(): HardwareListing;
  /**
   * Until it is stopped; does nothing where it runs already. Resolves when it has begun to connect.
   * @throws HardwareTrouble where another control room runs it
   */
  start(): Promise<void>;
  /** Resolves when nothing of it is left. */
  stop(): Promise<void>;
  /** Sends it, or does with it what the client's `outbound` says. */
  send(message: HardwareMessage): Delivery;
  /** Any name may be pressed: what has no button of its own, too. @throws HardwareTrouble where it is no buzzer */
  press(press: HardwarePressBody): HardwarePressed;
  setLogLevel(level: HardwareLogLevel): void;
  /** What comes and leaves, until the signal aborts or the client is deleted. */
  traffic(signal: AbortSignal): AsyncGenerator<HardwareTrafficEvent, void, void>;
  /** The lines that are kept, then those that are written. */
  log(signal: AbortSignal): AsyncGenerator<HardwareLogEvent, void, void>;
}

/** All hardware clients of the show. */
export interface Hardware {
  /** The control room that this is. */
  readonly roomId: string;
  /** In the order of their ids. */
  list(): HardwareSlot[];
  get(clientId: string): HardwareSlot | null;
  /** Goes by what is stored, at once: null where it was deleted. The store tells it too, a moment later. */
  take(clientId: string, stored: HardwareClient | null): Promise<void>;
  /** Stops all of them. Ends within 3 s. */
  close(): Promise<void>;
}

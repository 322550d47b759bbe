import type { GpioState } from '#shared/contract/hardware-clients.ts';
import type { PressSource } from '#shared/contract/buzzer.ts';

/** What is known of a press besides its buzzer. */
export interface PressDetails {
  source?: PressSource;
  /** When it was made, milliseconds since 1970 on this machine's clock. Absent: shortly before it is told. */
  at?: number;
  /** How exactly `at` is known; absent: what the source is good for. */
  marginMs?: number;
}

/** Where presses come from besides `press()`. Started with each connection and stopped with it. */
export interface PressInput {
  readonly state: GpioState;
  start(press: (buzzerId: string, details: PressDetails) => void): void | Promise<void>;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

/**
 * How exactly a source knows the moment, plus or minus milliseconds: the kernel stamps a pin; a USB keyboard is asked
 * every 8 ms, a touch screen too, and a page reads a gamepad once per frame.
 */
export const SOURCE_MARGIN_MS: Readonly<Record<PressSource, number>> = {
  gpio: 0.5,
  keyboard: 4,
  pointer: 8,
  gamepad: 8,
  other: 10,
};

/** Added where nobody says when it was: what the way to us may have taken. */
export const UNTOLD_MARGIN_MS = 10;

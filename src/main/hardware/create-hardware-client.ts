import {
  HardwareMessageSchema,
  type HardwareConnectionInput,
  type HardwareMessage,
} from '#shared/contract/hardware.ts';
import {
  HardwareWebSocketClient,
  type HardwareParts,
  type MessageSource,
} from './hardware-websocket-client.ts';
import type { Unread } from './unacknowledged.ts';

/** What a subclass would override, as functions. */
export interface HardwareCallbacks<M extends HardwareMessage> {
  /** As `handleMessage`, the type first. */
  on_message?(type: M['type'], message: M, from: MessageSource): void | Promise<void>;
  on_connected?(to: MessageSource): void;
  on_disconnected?(from: MessageSource, reason: string): void;
  /** In place of what the log and `last_error` would say. */
  on_unacknowledged?(unread: Unread, from: MessageSource): void;
  setup?(signal: AbortSignal): void | Promise<void>;
  teardown?(): void | Promise<void>;
}

class CallbackClient<M extends HardwareMessage> extends HardwareWebSocketClient<M> {
  readonly #callbacks: HardwareCallbacks<M>;
  constructor(
    settings: HardwareConnectionInput,
    parts: HardwareParts<M>,
    callbacks: HardwareCallbacks<M>,
  ) {
    super(settings, parts);
    this.#callbacks = callbacks;
  }

  protected override handleMessage(message: M, from: MessageSource): void | Promise<void> {
    return this.#callbacks.on_message?.(message.type, message, from);
  }

  protected override onConnected(to: MessageSource): void {
    this.#callbacks.on_connected?.(to);
  }

  protected override onDisconnected(from: MessageSource, reason: string): void {
    this.#callbacks.on_disconnected?.(from, reason);
  }

  protected override onUnacknowledged(unread: Unread, from: MessageSource): void {
    if (this.#callbacks.on_unacknowledged) this.#callbacks.on_unacknowledged(unread, from);
    else super.onUnacknowledged(unread, from);
  }

  protected override setup(signal: AbortSignal): void | Promise<void> {
    return this.#callbacks.setup?.(signal);
  }

  protected override teardown(): void | Promise<void> {
    return this.#callbacks.teardown?.();
  }
}

type Without<M extends HardwareMessage> = HardwareCallbacks<M> &
  Omit<HardwareParts<M>, 'messages'>;

/** A hardware client of callbacks. Without `messages` every message with a type is handed out. @throws HardwareTrouble */
export function createHardwareClient<M extends HardwareMessage>(
  settings: HardwareConnectionInput,
  parts: HardwareCallbacks<M> & HardwareParts<M>,
): HardwareWebSocketClient<M>;
export function createHardwareClient(
  settings: HardwareConnectionInput,
  parts: Without<HardwareMessage>,
): HardwareWebSocketClient;
export function createHardwareClient(
  settings: HardwareConnectionInput,
  parts: Without<HardwareMessage> & { messages?: HardwareParts<HardwareMessage>['messages'] },
): HardwareWebSocketClient {
  return new CallbackClient(settings, { messages: HardwareMessageSchema, ...parts }, parts);
}

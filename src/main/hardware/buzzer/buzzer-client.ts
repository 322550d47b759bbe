import type { PressRound } from '#shared/contract/buzzer.ts';
import type { HardwareMessage } from '#shared/contract/hardware.ts';
import {
  BuzzerSettingsSchema,
  type BuzzerSettings,
  type BuzzerSettingsInput,
  type BuzzerStatus,
} from '#shared/contract/hardware-clients.ts';
import {
  HardwareWebSocketClient,
  type HardwareParts,
  type MessageSource,
} from '../hardware-websocket-client.ts';
import { HardwareTrouble } from '../hardware-trouble.ts';
import { parseKind } from '../parse-kind.ts';
import type { Unread } from '../unacknowledged.ts';
import {
  BuzzerMessageSchema,
  PressedSchema,
  SetLevelSchema,
  ToggleSchema,
} from './buzzer-messages.ts';
import { GpioInput } from './gpio-input.ts';
import { PressGate, type PressRefusal } from './press-gate.ts';
import type { PressDetails, PressInput } from './press-input.ts';
import {
  momentOf,
  othersPress,
  ownPress,
  type Moment,
  type Reference,
} from './press-moment.ts';
import { PressRounds } from './press-round.ts';

export interface BuzzerParts extends Omit<HardwareParts<HardwareMessage>, 'messages'> {
  /** Where presses come from besides `press()`; absent: the pins of the settings, where there are any. */
  inputs?: readonly PressInput[];
  /** Another program than `gpiomon`. */
  gpiomon?: string;
  /** The order changed, or is final. */
  onRound?: (round: PressRound) => void;
}

/** Why a press does not count: see `PressRefusal`; `offline`: no backend; `too_old`: it is no press of now. */
export type BuzzerRefusal = PressRefusal | 'offline' | 'too_old';

export interface PressResult {
  /** It counts and was sent. */
  counts: boolean;
  refusal: BuzzerRefusal | null;
}

/**
 * A box of buzzers: sends `buzzer_pressed` while the backend has them enabled. It keeps bounces and locked buzzers out,
 * and puts the presses of a question in order, those of other clients included, with the margin of error beside it.
 */
export class BuzzerClient extends HardwareWebSocketClient {
  readonly buzzer: BuzzerSettings;
  readonly #gate: PressGate;
  readonly #rounds: PressRounds;
  readonly #inputs: readonly PressInput[];
  readonly #refused = new Map<BuzzerRefusal, number>();
  #presses = 0;
  #connections = 0;
  /** The same for all presses of a round: a better estimate in between must not change their order. */
  #reference: Reference | null = null;

  /** @throws HardwareTrouble where a setting is wrong; it names the field. */
  constructor(settings: BuzzerSettingsInput, parts: BuzzerParts = {}) {
    const buzzer = parseKind(BuzzerSettingsSchema, settings);
    super(buzzer, { ...parts, messages: BuzzerMessageSchema });
    this.buzzer = buzzer;
    this.#gate = new PressGate({
      debounceMs: buzzer.debounce_ms,
      lockoutMs: buzzer.lockout_ms,
      lockoutScope: buzzer.lockout_scope,
      earlyPenaltyMs: buzzer.early_penalty_ms,
      graceMs: buzzer.grace_ms,
    });
    this.#rounds = new PressRounds({
      clock: this.clock,
      graceMs: buzzer.grace_ms,
      onRound: (round) => {
        if (round.state === 'final' && round.late.length === 0) this.#announce(round);
        this.#guarded(() => parts.onRound?.(round));
        this.#changed();
      },
    });
    const { gpio } = buzzer;
    const pins = (): readonly PressInput[] =>
      gpio
        ? [
            new GpioInput(gpio, {
              clock: this.clock,
              report: (trouble) => this.reportTrouble(trouble),
              changed: () => this.#changed(),
              program: parts.gpiomon,
            }),
          ]
        : [];
    this.#inputs = parts.inputs ?? pins();
  }

  /** A press by whatever there is: a key, a button on a screen, a gamepad. */
  press(buzzerId: string, details: PressDetails = {}): PressResult {
    const { source = 'other' } = details;
    const now = this.clock.now();
    const moment = momentOf(details, now);
    if (!moment) return this.#refuse(buzzerId, 'too_old');
    if (this.#connections === 0) return this.#refuse(buzzerId, 'offline');
    const at = this.clock.monotonic() - (now - moment.at);
    const refusal = this.#gate.judge(buzzerId, at);
    if (refusal) return this.#refuse(buzzerId, refusal);
    if (!this.#sendPress(buzzerId, source, moment)) return this.#refuse(buzzerId, 'offline');
    this.#gate.lock(buzzerId, at);
    this.#presses += 1;
    const { client_id } = this.settings;
    this.#rounds.add(ownPress(buzzerId, client_id, source, moment, this.#referenceNow()));
    return { counts: true, refusal: null };
  }

  buzzerStatus(): BuzzerStatus {
    return {
      enabled: this.#gate.enabled,
      round: this.#rounds.round,
      presses: this.#presses,
      refused: Object.fromEntries(this.#refused),
      gpio: this.#inputs[0]?.state ?? { state: 'absent', trouble: null },
    };
  }

  override async stop(): Promise<void> {
    // While the order can still be announced.
    this.#rounds.stop();
    await super.stop();
  }

  protected override handleMessage(message: HardwareMessage, { url }: MessageSource): void {
    if (message.type === 'toggle_buzzers') this.#toggle(ToggleSchema.parse(message).enabled);
    else if (message.type === 'buzzer_set_log_level')
      this.log.level = SetLevelSchema.parse(message).level;
    else if (message.type === 'buzzer_pressed') {
      const pressed = PressedSchema.parse(message);
      const { grace_ms } = this.buzzer;
      const now = this.clock.now();
      this.#rounds.add(othersPress(pressed, url, now, this.#referenceNow(), grace_ms));
    }
  }

  protected override async setup(): Promise<void> {
    const press = (id: string, details: PressDetails): void => void this.press(id, details);
    for (const input of this.#inputs) await input.start(press);
  }

  protected override async teardown(): Promise<void> {
    await Promise.all(this.#inputs.map((input) => input.stop()));
  }

  protected override onConnected(): void {
    this.#connections += 1;
  }

  protected override onDisconnected(): void {
    this.#connections -= 1;
  }

  protected override onUnacknowledged(unread: Unread, from: MessageSource): void {
    const presses = unread.messages.filter(({ type }) => type === 'buzzer_pressed');
    const others = unread.messages.filter(({ type }) => type !== 'buzzer_pressed');
    const count = unread.count - presses.length;
    if (count > 0) super.onUnacknowledged({ messages: others, count }, from);
    if (presses.length === 0) return;
    const buzzers = presses.map(({ text }) => PressedSchema.parse(JSON.parse(text)).buzzerId);
    this.reportTrouble(
      new HardwareTrouble(
        `The press of ${buzzers.join(', ')} may not have arrived: the connection was lost before the backend showed that it had read it.`,
        'It is not sent again, because it would be late. Look whether it counts there, or ask for it once more.',
      ),
    );
  }

  #changed(): void {
    this.#guarded(() => this.events.emit('changed'));
  }

  /** What is called here is somebody else's, and may throw. */
  #guarded(call: () => unknown): void {
    try {
      call();
    } catch (error) {
      this.reportTrouble(error);
    }
  }

  /** Told again that they are on, as after a reconnect, a question that is still open goes on. */
  #toggle(enabled: boolean): void {
    if (enabled && (!this.#gate.enabled || this.#rounds.state === 'final')) {
      this.#rounds.next();
      this.#reference = null;
    }
    this.#gate.enable(enabled);
    this.log.info(enabled ? 'The buzzers are on.' : 'The buzzers are off.');
    this.#changed();
  }

  /** The backend's clock where it is measured, else this machine's. */
  #referenceNow(): Reference {
    if (this.#reference && this.#rounds.state !== 'waiting') return this.#reference;
    const { clock_offset_ms, clock_margin_ms } = this.status();
    this.#reference =
      clock_offset_ms === null
        ? { offsetMs: 0, marginMs: null }
        : { offsetMs: clock_offset_ms, marginMs: clock_margin_ms };
    return this.#reference;
  }

  #sendPress(buzzerId: string, source: string, { at, marginMs }: Moment): boolean {
    const { clock_offset_ms, clock_margin_ms } = this.status();
    const { outcome } = this.send('buzzer_pressed', {
      buzzerId,
      timestamp: at,
      client_id: this.settings.client_id,
      source,
      margin_ms: marginMs,
      clock_offset_ms,
      clock_margin_ms,
    });
    return outcome === 'sent';
  }

  #refuse(buzzerId: string, refusal: BuzzerRefusal): PressResult {
    this.#refused.set(refusal, (this.#refused.get(refusal) ?? 0) + 1);
    this.log.debug(`A press of ${buzzerId} does not count: ${refusal}.`);
    return { counts: false, refusal };
  }

  #announce({ round, order, first, words }: PressRound): void {
    if (!this.buzzer.announce_order) return;
    const presses = order.map(({ buzzer_id, place, gap_ms, gap_margin_ms, tied_with }) => ({
      buzzerId: buzzer_id,
      place,
      gap_ms,
      gap_margin_ms,
      tied_with,
    }));
    this.send('buzzer_order', { round, first, words, presses });
  }
}

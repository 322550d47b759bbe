import type {
  HardwareClient,
  HardwareListing,
  HardwareLogEvent,
  HardwarePressBody,
  HardwarePressed,
  HardwareTrafficEvent,
} from '#shared/contract/hardware-clients.ts';
import type {
  HardwareLogLevel,
  HardwareLogLine,
  HardwareMessage,
  HardwareTraffic,
} from '#shared/contract/hardware.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { waitAtMost } from '../../store/store-waits.ts';
import { HardwareTrouble, troubleText } from '../hardware-trouble.ts';
import { droppedFor, type Delivery } from '../outbound-queue.ts';
import { BoundedFeed } from './bounded-feed.ts';
import type { HardwareSlot } from './hardware.ts';
import { idleStatus, listingOf, Moments } from './listing.ts';
import { OrderedMessages } from './ordered-messages.ts';
import { NO_KIND_STATUS } from './kind-status.ts';
import type { Made } from './make-client.ts';
import { TriggerPuller, type PullerDeps } from './trigger-puller.ts';

export interface SlotDeps extends PullerDeps {
  clock: Clock;
  log: Log;
  /** Whether this control room is the one that runs it. */
  isHere: (stored: HardwareClient) => boolean;
  /** @throws HardwareTrouble */
  make: (stored: HardwareClient) => Promise<Made>;
  /** It may look otherwise now. */
  changed: () => void;
}

const STOP_MS = 3000;

const ELSEWHERE = 'Another control room runs it.';
const RUN_HERE =
  'Start it there, or save it here without its room_id to run it here from now on.';

/** What a connection does not depend on: a change of these leaves it as it is. */
const wiringOf = (stored: HardwareClient): string => {
  const {
    triggers: _,
    enabled: _enabled,
    log_level: _level,
    description: _words,
    ...wiring
  } = stored;
  return JSON.stringify(wiring);
};

/** One stored client, with the client that is made of it. What is asked of it goes one after the other. */
export class ClientSlot implements HardwareSlot {
  readonly #deps: SlotDeps;
  readonly #puller: TriggerPuller;
  readonly #moments: Moments;
  readonly #traffic = new Set<BoundedFeed<HardwareTraffic>>();
  readonly #lines = new Set<BoundedFeed<HardwareLogLine>>();
  readonly #life = new AbortController();
  /** What intents and people send by this client: that pulls no trigger, or it would go round. */
  readonly #ordered = new OrderedMessages();
  #stored: HardwareClient;
  #made: Made | null = null;
  #problem: string | null = null;
  #level: HardwareLogLevel | null = null;
  #isWanted = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(stored: HardwareClient, deps: SlotDeps) {
    this.#stored = stored;
    this.#deps = deps;
    this.#puller = new TriggerPuller(deps);
    this.#moments = new Moments(deps.clock);
    void this.#inTurn(async () => {
      await this.#make();
      if (stored.enabled && deps.isHere(stored)) this.#run();
    });
  }

  get stored(): HardwareClient {
    return this.#stored;
  }

  /** Goes on by what is stored now. */
  take(stored: HardwareClient): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#stored;
      this.#stored = stored;
      const isHere = this.#deps.isHere(stored);
      const isSame = before.enabled === stored.enabled && before.room_id === stored.room_id;
      const isWanted = isHere && (isSame ? this.#isWanted : stored.enabled);
      if (before.log_level !== stored.log_level) this.setLogLevel(stored.log_level);
      if (wiringOf(before) !== wiringOf(stored)) {
        await this.#unmake();
        await this.#make();
      }
      this.#listen();
      if (isWanted) this.#run();
      else await this.#halt();
    });
  }

  /** Resolves when what was asked of it so far is done. */
  settled(): Promise<void> {
    return this.#turn;
  }

  start(): Promise<void> {
    if (!this.#deps.isHere(this.#stored)) throw new HardwareTrouble(ELSEWHERE, RUN_HERE);
    return this.#inTurn(async () => {
      if (!this.#made) await this.#make();
      this.#run();
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(() => this.#halt());
  }

  /** It was deleted, or the app ends. */
  end(): Promise<void> {
    this.#life.abort();
    return this.#inTurn(() => this.#unmake());
  }

  listing(): HardwareListing {
    const status = this.#made?.client.status() ?? idleStatus(this.#stored);
    const elsewhere = !this.#deps.isHere(this.#stored);
    const told = {
      elsewhere,
      problem: elsewhere ? ELSEWHERE : this.#problem,
      triggered: this.#puller.triggered,
      trigger_bounced: this.#puller.bounced,
      trigger_overflow: this.#puller.overflow,
    };
    const ofKind = this.#made?.kindStatus() ?? NO_KIND_STATUS;
    return listingOf(this.#stored, status, ofKind, told, this.#moments);
  }

  send(message: HardwareMessage): Delivery {
    if (!this.#made) return droppedFor(this.#problem ?? 'The client is not there yet.');
    const { type, ...fields } = message;
    const forget = this.#ordered.add({ type, ...fields });
    try {
      const delivery = this.#made.client.send(type, fields);
      void delivery.settled.then(forget);
      return delivery;
    } catch (error) {
      forget();
      throw error;
    }
  }

  press(press: HardwarePressBody): HardwarePressed {
    const { client_id } = this.#stored;
    if (this.#stored.kind !== 'buzzer')
      throw new HardwareTrouble(
        `The client ${client_id} has no buzzers.`,
        'Press one of a client of the kind buzzer.',
      );
    if (!this.#made?.press)
      throw new HardwareTrouble(
        `The client ${client_id} can't run: ${this.#problem ?? 'it is not there yet.'}`,
        'Correct its settings.',
      );
    const pressed = this.#made.press(press);
    this.#deps.changed();
    return pressed;
  }

  setLogLevel(level: HardwareLogLevel): void {
    this.#level = level;
    if (this.#made) this.#made.client.log.level = level;
    this.#deps.changed();
  }

  async *traffic(signal: AbortSignal): AsyncGenerator<HardwareTrafficEvent, void, void> {
    const feed = new BoundedFeed<HardwareTraffic>(this.#deps.clock);
    this.#traffic.add(feed);
    this.#listen();
    try {
      for await (const { items, missed } of feed.events(this.#until(signal)))
        yield { messages: items, missed };
    } finally {
      this.#traffic.delete(feed);
      this.#listen();
    }
  }

  async *log(signal: AbortSignal): AsyncGenerator<HardwareLogEvent, void, void> {
    const feed = new BoundedFeed<HardwareLogLine>(this.#deps.clock);
    this.#lines.add(feed);
    try {
      yield { lines: [...(this.#made?.client.log.lines ?? [])], missed: 0 };
      for await (const { items, missed } of feed.events(this.#until(signal)))
        yield { lines: items, missed };
    } finally {
      this.#lines.delete(feed);
    }
  }

  /** Ends with the caller, and with the client. */
  #until(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#life.signal]);
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act);
    this.#turn = done
      .catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'a hardware client broke');
      })
      .then(() => this.#deps.changed());
    return done;
  }

  async #make(): Promise<void> {
    if (this.#life.signal.aborted) return;
    try {
      this.#made = await this.#deps.make(this.#stored);
    } catch (error) {
      if (!(error instanceof HardwareTrouble))
        this.#deps.log.error({ err: error }, 'a hardware client could not be made');
      this.#problem = troubleText(error);
      return;
    }
    this.#problem = null;
    const { client } = this.#made;
    client.log.level = this.#level ?? this.#stored.log_level;
    client.events.on('changed', this.#deps.changed);
    client.events.on('log', (line) => {
      for (const feed of this.#lines) feed.push(line);
    });
    this.#listen();
  }

  readonly #onMessage = (direction: 'in' | 'out', message: HardwareMessage): void => {
    if (!this.#made) return;
    if (direction === 'out' && this.#ordered.has(message)) return;
    this.#puller.message(this.#stored, direction, message, this.#made.client.log);
  };

  readonly #onTraffic = (item: HardwareTraffic): void => {
    for (const feed of this.#traffic) feed.push(item);
  };

  /** Traffic is made only while somebody looks at it, and messages are looked at only where they may fire something. */
  #listen(): void {
    const events = this.#made?.client.events;
    events?.off('traffic', this.#onTraffic);
    events?.off('message', this.#onMessage);
    if (this.#traffic.size > 0) events?.on('traffic', this.#onTraffic);
    if (this.#stored.triggers.length > 0) events?.on('message', this.#onMessage);
  }

  #run(): void {
    this.#isWanted = true;
    this.#made?.client.start();
  }

  async #halt(): Promise<void> {
    this.#isWanted = false;
    const { clock } = this.#deps;
    if (this.#made) await waitAtMost(clock, STOP_MS, this.#made.client.stop());
  }

  async #unmake(): Promise<void> {
    await this.#halt();
    this.#made?.client.events.removeAllListeners();
    this.#made = null;
  }
}

import type { HardwareMessage } from '#shared/contract/hardware.ts';
import type { MappingFault, OscBridgeStatus } from '#shared/contract/osc-bridge.ts';
import type { OscCommand } from '#shared/domain/command.ts';
import type { Clock } from '../../clock.ts';
import { decodePacket, type ReceivedOsc } from '../../transports/osc/decode.ts';
import { encodeMessage, OscEncodeError, type OscMessage } from '../../transports/osc/encode.ts';
import type { Transport } from '../../transports/transport.ts';
import { HardwareTrouble, troubleText } from '../hardware-trouble.ts';
import { LoopGuard } from './loop-guard.ts';
import { MappingFile } from './mapping-file.ts';
import type { Mapping, OscEndpoint, ToOscRule } from './mapping-schema.ts';
import { endpointText, ListenTrouble, OscListener } from './osc-listener.ts';
import type { PlaceOf } from './read-mapping.ts';
import { asPattern, messageOf, oscOf, TranslateProblem, wants } from './translate.ts';

export interface OscBridgeDeps {
  clock: Clock;
  /** Puts OSC on the wire. It is not closed here. */
  osc: Transport<OscCommand>;
  /** Sends a message to the backend. */
  send(message: HardwareMessage): void;
  report(trouble: HardwareTrouble): void;
  changed(): void;
}

const LISTEN_AGAIN_MS = 2000;
const CONNECT_TIMEOUT_MS = 2000;
const SAME_COMPLAINT_MS = 5000;
const MOST_COMPLAINTS = 500;

const NO_COUNTS = {
  osc_in: 0,
  osc_out: 0,
  unmatched_in: 0,
  unmatched_out: 0,
  failed: 0,
  loops_stopped: 0,
  rate_stopped: 0,
};

/** Translates both ways by a mapping file, while it is started. It knows nothing of WebSockets. */
export class OscBridge {
  readonly #deps: OscBridgeDeps;
  readonly #file: MappingFile;
  readonly #guard: LoopGuard;
  readonly #counts = { ...NO_COUNTS };
  readonly #quietUntil = new Map<string, number>();
  #mapping: Mapping | null = null;
  #listener: OscListener | null = null;
  #listenError: string | null = null;
  #lastError: string | null = null;
  #life: AbortController | null = null;
  #retrying = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: string, deps: OscBridgeDeps) {
    this.#deps = deps;
    this.#guard = new LoopGuard({ echo_ms: 0, per_second: 1, same_per_second: 1 }, deps.clock);
    this.#file = new MappingFile(file, {
      clock: deps.clock,
      take: (mapping, placeOf) => this.#inTurn(() => this.#take(mapping, placeOf)),
      changed: () => deps.changed(),
    });
  }

  get status(): OscBridgeStatus {
    const { send } = this.#mapping?.osc ?? {};
    return {
      mapping: this.#file.status,
      receiving: this.#listener ? endpointText(this.#listener.endpoint) : null,
      sending: send ? endpointText(send) : null,
      listen_error: this.#listenError,
      ...this.#counts,
      last_error: this.#lastError,
    };
  }

  /** Reads the mapping once, so that its faults are known before anything is connected. */
  check(): Promise<void> {
    return this.#file.reload();
  }

  /** Listens for OSC and watches the file. Never rejects: what is wrong is in the status, and tried again. */
  async start(): Promise<void> {
    if (this.#life) return;
    this.#life = new AbortController();
    await this.#file.start();
    await this.#inTurn(() => this.#listen());
  }

  /** Resolves when nothing listens and nothing is watched any more. */
  async stop(): Promise<void> {
    this.#life?.abort();
    this.#life = null;
    await this.#file.stop();
    await this.#inTurn(() => this.#closeListener());
    this.#listenError = null;
  }

  /** Sends the OSC that the mapping makes of a message. */
  fromWebSocket(message: HardwareMessage): void {
    const { to_osc = [], osc } = this.#mapping ?? {};
    const rules = to_osc.filter((rule) => wants(rule, message));
    if (rules.length === 0) this.#counts.unmatched_out += 1;
    else if (this.#guard.isOwnMessage(message)) this.#counts.loops_stopped += 1;
    else if (this.#guard.isCirclingMessage(message)) this.#circles(`"${message.type}"`);
    else for (const rule of rules) this.#sendBy(rule, message, rule.send.to ?? osc?.send);
  }

  #sendBy(rule: ToOscRule, message: HardwareMessage, to: OscEndpoint | undefined): void {
    const where = `to_osc[${this.#mapping?.to_osc.indexOf(rule)}]`;
    if (!to || !this.#maySend(rule, where)) return;
    let osc: OscMessage;
    try {
      osc = oscOf(rule, message);
      const [sent] = decodePacket(encodeMessage(osc));
      if (sent) this.#guard.oscSent(sent);
    } catch (error) {
      if (!(error instanceof TranslateProblem || error instanceof OscEncodeError)) throw error;
      this.#unfit(where, `"${message.type}": ${error.message}`);
      return;
    }
    void this.#put(osc, to);
  }

  async #put(
    { address, args }: OscMessage,
    { via, host, port, framing }: OscEndpoint,
  ): Promise<void> {
    const result = await this.#deps.osc.send(
      {
        transport: 'osc',
        via,
        framing,
        host,
        port,
        address,
        args: [...args],
        success: null,
        idempotent: false,
      },
      {
        signal: this.#life?.signal ?? AbortSignal.abort(),
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        responseTimeoutMs: CONNECT_TIMEOUT_MS,
      },
    );
    if (!('fault' in result)) this.#counts.osc_out += 1;
    else if (result.outcome !== 'cancelled') {
      this.#counts.failed += 1;
      const { message, details } = result.fault;
      const hint: unknown = details['hint'];
      this.#complain(`${host}:${port}`, message, typeof hint === 'string' ? hint : '');
    }
  }

  #fromOsc(received: ReceivedOsc): void {
    this.#counts.osc_in += 1;
    if (this.#guard.isOwnOsc(received)) {
      this.#counts.loops_stopped += 1;
      return;
    }
    if (this.#guard.isCirclingOsc(received)) {
      this.#circles(received.address);
      return;
    }
    const pattern = asPattern(received.address);
    let wanted = false;
    for (const [index, rule] of (this.#mapping?.to_websocket ?? []).entries()) {
      const where = `to_websocket[${index}]`;
      try {
        const message = messageOf(rule, received, pattern);
        if (!message) continue;
        wanted = true;
        if (!this.#maySend(rule, where)) continue;
        this.#guard.messageSent(message);
        this.#deps.send(message);
      } catch (error) {
        if (!(error instanceof TranslateProblem)) throw error;
        wanted = true;
        this.#unfit(where, error.message);
      }
    }
    if (!wanted) this.#counts.unmatched_in += 1;
  }

  #circles(what: string): void {
    this.#counts.loops_stopped += 1;
    const { same_per_second } = this.#guard.settings;
    this.#complain(
      'circle',
      `${what} comes more than ${same_per_second} times a second without a change: it goes in a circle, and is stopped until it is silent for a second.`,
      'Look for two bridges, or a device that sends back what it gets. If it is meant so, raise same_per_second.',
    );
  }

  #maySend(rule: object, where: string): boolean {
    if (this.#guard.mayBySpeed(rule)) return true;
    this.#counts.rate_stopped += 1;
    const { per_second } = this.#guard.settings;
    this.#complain(
      `rate ${where}`,
      `${where} is wanted more than ${per_second} times a second; what is above that is not sent.`,
      'If this is no loop, raise per_second under guards in the mapping file.',
    );
    return false;
  }

  #unfit(where: string, what: string): void {
    this.#counts.failed += 1;
    this.#complain(
      where,
      `${where} of the mapping could not be sent: ${what}.`,
      'Give it a default, or correct the rule.',
    );
  }

  /** One and the same complaint is made once in five seconds. */
  #complain(key: string, message: string, hint: string): void {
    const trouble = new HardwareTrouble(message, hint);
    this.#lastError = troubleText(trouble);
    const now = this.#deps.clock.monotonic();
    if (now < (this.#quietUntil.get(key) ?? -Infinity)) return;
    if (this.#quietUntil.size >= MOST_COMPLAINTS) this.#quietUntil.clear();
    this.#quietUntil.set(key, now + SAME_COMPLAINT_MS);
    this.#deps.report(trouble);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** The mapping in use stays where the new one can't be listened for. */
  async #take(mapping: Mapping, placeOf: PlaceOf): Promise<MappingFault | null> {
    const { receive } = mapping.osc;
    if (this.#listener && JSON.stringify(this.#listener.endpoint) !== JSON.stringify(receive)) {
      const trouble = receive ? await this.#move(this.#listener, receive) : null;
      if (trouble) {
        const { message, hint } = trouble;
        return { ...placeOf(['osc', 'receive', 'port']), path: 'osc.receive', message, hint };
      }
      if (!receive) await this.#closeListener();
    }
    this.#mapping = mapping;
    this.#guard.settings = mapping.guards;
    if (!this.#listener) await this.#listen();
    return null;
  }

  /** To another endpoint. Where that can't be had, the old one goes on. */
  async #move(old: OscListener, endpoint: OscEndpoint): Promise<ListenTrouble | null> {
    const { via, port } = old.endpoint;
    // Another address of the port that is ours: it must be let go of first.
    const ours = via === endpoint.via && port === endpoint.port;
    if (ours) await this.#closeListener();
    try {
      const next = await this.#open(endpoint);
      if (!ours) await this.#closeListener();
      this.#listener = next;
      return null;
    } catch (error) {
      if (!(error instanceof ListenTrouble)) throw error;
      if (ours) await this.#listen();
      return error;
    }
  }

  /** Where the mapping in use says. Tries again as long as it is started. */
  async #listen(): Promise<void> {
    const endpoint = this.#mapping?.osc.receive;
    this.#listenError = null;
    if (!endpoint || !this.#life || this.#listener) return;
    try {
      this.#listener = await this.#open(endpoint);
    } catch (error) {
      if (!(error instanceof ListenTrouble)) throw error;
      this.#listenError = troubleText(error);
      this.#complain(endpointText(endpoint), error.message, error.hint);
      void this.#listenAgain(this.#life.signal);
    }
    this.#deps.changed();
  }

  async #listenAgain(signal: AbortSignal): Promise<void> {
    if (this.#retrying) return;
    this.#retrying = true;
    try {
      await this.#deps.clock.sleep(LISTEN_AGAIN_MS, signal);
    } catch {
      return;
    } finally {
      this.#retrying = false;
    }
    await this.#inTurn(() => this.#listen());
  }

  #open(endpoint: OscEndpoint): Promise<OscListener> {
    return OscListener.open(endpoint, {
      received: (message) => this.#fromOsc(message),
      junk: (reason) => {
        this.#counts.failed += 1;
        this.#complain(
          'junk',
          `What came to ${endpointText(endpoint)} was no OSC that can be used: ${reason}.`,
          'Look at what the device sends, and to which port.',
        );
      },
    });
  }

  async #closeListener(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    await listener?.close();
  }
}

import type { HardwareMessage } from '#shared/contract/hardware.ts';
import type { MappingFault, OscBridgeStatus } from '#shared/contract/osc-bridge.ts';
import type { OscCommand } from '#shared/domain/command.ts';
import type { Clock } from '../../clock.ts';
import { decodePacket, type ReceivedOsc } from '../../transports/osc/decode.ts';
import { encodeMessage, OscEncodeError, type OscMessage } from '../../transports/osc/encode.ts';
import type { Transport } from '../../transports/transport.ts';
import type { HardwareTrouble } from '../hardware-trouble.ts';
import { Complaints } from './complaints.ts';
import { LoopGuard } from './loop-guard.ts';
import { MappingFile } from './mapping-file.ts';
import type { Mapping, OscEndpoint, ToOscRule } from './mapping-schema.ts';
import { endpointText } from './osc-listener.ts';
import { OscReceiver } from './osc-receiver.ts';
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

const CONNECT_TIMEOUT_MS = 2000;

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
  readonly #receiver: OscReceiver;
  readonly #complaints: Complaints;
  readonly #counts = { ...NO_COUNTS };
  #mapping: Mapping | null = null;
  #life: AbortController | null = null;

  constructor(file: string, deps: OscBridgeDeps) {
    const { clock } = deps;
    this.#deps = deps;
    this.#complaints = new Complaints(clock, (trouble) => deps.report(trouble));
    this.#guard = new LoopGuard({ echo_ms: 0, per_second: 1, same_per_second: 1 }, clock);
    this.#receiver = new OscReceiver({
      clock,
      changed: () => deps.changed(),
      failed: ({ message, hint }) => this.#complaints.make(message, message, hint),
      events: {
        received: (message) => this.#fromOsc(message),
        junk: (reason) => this.#junk(reason),
      },
    });
    this.#file = new MappingFile(file, {
      clock,
      take: (mapping, placeOf) => this.#take(mapping, placeOf),
      changed: () => deps.changed(),
    });
  }

  get status(): OscBridgeStatus {
    const { send } = this.#mapping?.osc ?? {};
    return {
      mapping: this.#file.status,
      receiving: this.#receiver.endpoint ? endpointText(this.#receiver.endpoint) : null,
      sending: send ? endpointText(send) : null,
      listen_error: this.#receiver.error,
      ...this.#counts,
      last_error: this.#complaints.last,
    };
  }

  /** Reads the mapping, and again whenever it changes, until it is closed. Resolves when it has been read once. */
  watch(): Promise<void> {
    return this.#file.start();
  }

  reload(): Promise<void> {
    return this.#file.reload();
  }

  /** Listens for OSC, and watches the file. Never rejects: what is wrong is in the status, and tried again. */
  async start(): Promise<void> {
    if (this.#life) return;
    this.#life = new AbortController();
    await this.#file.start();
    await this.#receiver.start();
  }

  /** Resolves when nothing listens any more, and what was being sent has been let go of. */
  async stop(): Promise<void> {
    this.#life?.abort();
    this.#life = null;
    await this.#receiver.stop();
  }

  /** Stops, and watches the file no longer. */
  async close(): Promise<void> {
    await this.stop();
    await this.#file.stop();
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
      this.#complaints.make(`${host}:${port}`, message, typeof hint === 'string' ? hint : '');
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
    this.#complaints.make(
      'circle',
      `${what} comes more than ${same_per_second} times a second without a change: it goes in a circle, and is stopped until it is silent for a second.`,
      'Look for two bridges, or a device that sends back what it gets. If it is meant so, raise same_per_second.',
    );
  }

  #maySend(rule: object, where: string): boolean {
    if (this.#guard.mayBySpeed(rule)) return true;
    this.#counts.rate_stopped += 1;
    const { per_second } = this.#guard.settings;
    this.#complaints.make(
      `rate ${where}`,
      `${where} is wanted more than ${per_second} times a second; what is above that is not sent.`,
      'If this is no loop, raise per_second under guards in the mapping file.',
    );
    return false;
  }

  #unfit(where: string, what: string): void {
    this.#counts.failed += 1;
    this.#complaints.make(
      where,
      `${where} of the mapping could not be sent: ${what}.`,
      'Give it a default, or correct the rule.',
    );
  }

  #junk(reason: string): void {
    this.#counts.failed += 1;
    this.#complaints.make(
      'junk',
      `What came was no OSC that can be used: ${reason}.`,
      'Look at what the device sends, and to which port.',
    );
  }

  /** The mapping in use stays where the new one can't be listened for. */
  async #take(mapping: Mapping, placeOf: PlaceOf): Promise<MappingFault | null> {
    const trouble = await this.#receiver.moveTo(mapping.osc.receive ?? null);
    if (trouble) {
      const { message, hint } = trouble;
      return { ...placeOf(['osc', 'receive', 'port']), path: 'osc.receive', message, hint };
    }
    this.#mapping = mapping;
    this.#guard.settings = mapping.guards;
    return null;
  }
}

import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { within } from '../probe/within.ts';
import { closeEnd, errorEnd, notInTime, refusedEnd, type LinkEnd } from './link-trouble.ts';
import { TlsAgent } from './tls-agent.ts';

/** After a close frame was sent, for the other side's. */
const CLOSE_WITHIN_MS = 1000;
/** More than this on its way means that the other side does not read: nothing is added. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
const NO_CLOSE_FRAME = 1006;
/** Below this, deflating costs more than it saves. */
const WORTH_DEFLATING_BYTES = 1024;

export interface LinkOptions {
  url: string;
  headers: Record<string, string>;
  /** PEM; trusted in place of the system's authorities. */
  ca?: string | undefined;
  compression: boolean;
  maxBytes: number;
  openWithinMs: number;
  clock: Clock;
}

/**
 * Nothing of it is heard after `gone`, which comes once whatever happens. `read`: the other side answered our goodbye, so
 * it has read all that was sent.
 */
export interface LinkEvents {
  opened(): void;
  message(data: Buffer, isBinary: boolean): void;
  /** Anything at all came. */
  heard(): void;
  pong(id: number): void;
  /** What was sent has left for the system: there is room again. */
  drained(): void;
  gone(end: LinkEnd, read: boolean): void;
}

/** One WebSocket from its opening to its end. */
export class BackendLink {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #url: URL;
  readonly #events: LinkEvents;
  #end: LinkEnd | null = null;
  #saidGoodbye = false;
  readonly #tls: TlsAgent | null;
  /** Of a connection without TLS. Null before the handshake is done. */
  #stream: Socket | null = null;
  #callOff: () => void;
  readonly #flushed = (): void => this.#events.drained();

  /** @throws where the address or a header can't be used at all */
  constructor(options: LinkOptions, events: LinkEvents) {
    const { url, headers, ca, compression, maxBytes, openWithinMs, clock } = options;
    this.#clock = clock;
    this.#url = new URL(url);
    this.#events = events;
    this.#tls = this.#url.protocol === 'wss:' ? new TlsAgent() : null;
    this.#socket = new WebSocket(this.#url, {
      ...(this.#tls && { agent: this.#tls }),
      headers,
      maxPayload: maxBytes,
      perMessageDeflate: compression && { threshold: WORTH_DEFLATING_BYTES },
      followRedirects: false,
      ...(ca !== undefined && { ca }),
    });
    this.#callOff = within(clock, openWithinMs, () =>
      this.cut(notInTime(this.#url.host, openWithinMs)),
    );
    this.#listen(maxBytes);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** False where it is not open, or where the other side has not read what it got before. */
  send(text: string): boolean {
    if (!this.isOpen || this.#socket.bufferedAmount > MOST_BUFFERED_BYTES) return false;
    this.#socket.send(text, this.#flushed);
    return true;
  }

  ping(id: number): void {
    if (this.isOpen) this.#socket.ping(String(id));
  }

  /** Stops reading, so that the other side has to wait. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  get isPaused(): boolean {
    return this.#socket.isPaused;
  }

  /** Says goodbye; `gone` comes within a second. */
  close(code: number, reason: string, end: LinkEnd): void {
    this.#end ??= end;
    if (this.#socket.readyState === WebSocket.CONNECTING) {
      this.#reset();
      return;
    }
    // What is not read would hide the answer.
    this.#socket.resume();
    this.#saidGoodbye = this.isOpen;
    this.#socket.close(code, reason);
    this.#cutSoon();
  }

  /** Ends it without a word; what has not arrived never will. */
  cut(end: LinkEnd): void {
    this.#end ??= end;
    this.#reset();
  }

  /** A socket that is merely closed would still deliver what the system holds, minutes later perhaps. */
  #reset(): void {
    const wire = this.#tls?.wire ?? this.#stream;
    // One that is connecting would be waited for, to be reset then.
    if (wire?.connecting) wire.destroy();
    else wire?.resetAndDestroy();
    this.#socket.terminate();
  }

  #cutSoon(): void {
    this.#callOff();
    this.#callOff = within(this.#clock, CLOSE_WITHIN_MS, () => this.#reset());
  }

  #listen(maxBytes: number): void {
    const { host } = this.#url;
    this.#socket
      .on('upgrade', (response) => {
        this.#stream = response.socket;
      })
      .on('open', () => {
        this.#callOff();
        this.#events.opened();
      })
      .on('message', (data: Buffer, isBinary: boolean) => {
        if (this.#end) return;
        this.#events.heard();
        this.#events.message(data, isBinary);
      })
      .on('ping', () => this.#events.heard())
      .on('pong', (data: Buffer) => {
        this.#events.heard();
        this.#events.pong(Number(data.toString('latin1')));
      })
      .on('unexpected-response', (request, response) => {
        this.cut(refusedEnd(host, response.statusCode ?? 0));
        request.destroy();
      })
      .on('error', (error) => {
        this.#end ??= errorEnd(this.#url, error, { maxBytes });
        // The library has sent its close frame, such as 1009; the answer may never come.
        this.#cutSoon();
      })
      .on('close', (code: number, reason: Buffer) => {
        this.#callOff();
        this.#events.gone(
          this.#end ?? closeEnd(host, code, reason.toString()),
          this.#saidGoodbye && code !== NO_CLOSE_FRAME,
        );
      });
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { Reply } from '#shared/contract/execution.ts';
import type { HttpCommand } from '#shared/domain/command.ts';
import { cutText } from '../cut-text.ts';
import { mayHaveLeft } from '../fault.ts';
import type { Flight } from '../flight.ts';
import { judgeResponse } from './judge-response.ts';

/** Enough for the characters that a reply keeps, whatever they are. */
const KEPT_BYTES = 16 * 1024;
/** A longer body is cut off with its connection: nobody reads it. */
const READ_BYTES = 64 * 1024;

const letGo = (): Error => new Error('The request was let go');

/** They say how the bytes travelled, and nothing of the device. */
const OF_THE_WAY = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
]);

const flat = (headers: IncomingHttpHeaders): Record<string, string> => {
  const flattened: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !OF_THE_WAY.has(name))
      flattened[name] = typeof value === 'string' ? value : value.join(', ');
  return flattened;
};

/** One request and its response, as undici tells it. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly flight: Flight;
  readonly #command: HttpCommand;
  #fresh = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #read = 0;

  constructor(command: HttpCommand, flight: Flight) {
    this.flight = flight;
    this.#command = command;
  }

  /** A connection is being opened for this request. */
  dialling(socket: Socket): void {
    this.#fresh = true;
    this.flight.letGo = () => socket.destroy(letGo());
  }

  /** undici writes the whole request as soon as this returns, unless it was aborted here. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.flight.over) {
      controller.abort(letGo());
      return;
    }
    this.flight.letGo = () => controller.abort(letGo());
    this.flight.depart(this.#fresh);
    this.flight.wrote();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#read += chunk.length;
    if (this.#kept < KEPT_BYTES) {
      this.#chunks.push(chunk);
      this.#kept += chunk.length;
    }
    if (this.#read <= READ_BYTES) return;
    this.#finish();
    controller.abort(letGo());
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const { flight } = this;
    if (flight.over) return;
    const left = flight.departed && mayHaveLeft(error);
    flight.failBy(error, left, this.#status === 0 ? null : this.#reply());
  }

  #finish(): void {
    if (this.flight.over) return;
    const reply = this.#reply();
    const cause = judgeResponse(this.#status, reply, this.#command, this.flight.endpoint);
    if (cause) this.flight.fail(cause, reply);
    else this.flight.land('ok', reply);
  }

  #reply(): Reply {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const text = cutText(bytes?.toString('utf8', 0, KEPT_BYTES) ?? '');
    return { status: this.#status, headers: flat(this.#headers), ...text };
  }
}

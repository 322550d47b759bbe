import { EventEmitter } from 'node:events';

/** Electron's MessagePortMain: what arrives waits until `start`, and only the far side hears of a `close`. */
export class MessagePortMain extends EventEmitter {
  readonly #post: (message: string | Uint8Array) => void;
  readonly #tellClosed: () => void;
  #waiting: string[] | null = [];
  #open = true;

  constructor(post: (message: string | Uint8Array) => void, tellClosed: () => void) {
    super();
    this.#post = post;
    this.#tellClosed = tellClosed;
  }

  postMessage(message: unknown): void {
    if (typeof message !== 'string' && !(message instanceof Uint8Array))
      throw new TypeError('only text and bytes cross the stand-in');
    if (this.#open) this.#post(message);
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const text of waiting) this.receive(text);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#tellClosed();
  }

  receive(text: string): void {
    if (!this.#open) return;
    if (this.#waiting) this.#waiting.push(text);
    else this.emit('message', { data: text, ports: [] });
  }

  /** The page closed its side, or is gone. */
  disconnect(): void {
    if (!this.#open) return;
    this.#open = false;
    this.emit('close');
  }
}

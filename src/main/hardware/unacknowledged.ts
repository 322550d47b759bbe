/** A message that left. */
export interface SentMessage {
  readonly type: string;
  /** The JSON that was sent. */
  readonly text: string;
}

/** `messages` are the first 100 of `count`. */
export interface Unread {
  readonly messages: readonly SentMessage[];
  readonly count: number;
}

const KEPT = 100;

interface Span {
  /** The ping that was sent after it. */
  ping: number;
  messages: SentMessage[];
  count: number;
}

const nothing = (): Omit<Span, 'ping'> => ({ messages: [], count: 0 });

/**
 * What left and has not certainly been read. A WebSocket keeps its order: whoever answers a ping has read all that was
 * sent before it.
 */
export class Unacknowledged {
  #spans: Span[] = [];
  /** Since the newest ping. */
  #last = nothing();

  sent(type: string, text: string): void {
    this.#last.count += 1;
    if (this.#last.messages.length < KEPT) this.#last.messages.push({ type, text });
  }

  pinged(id: number): void {
    if (this.#last.count === 0) return;
    this.#spans.push({ ...this.#last, ping: id });
    this.#last = nothing();
  }

  /** That ping was answered, and with it those before. */
  answered(id: number): void {
    this.#spans = this.#spans.filter(({ ping }) => ping > id);
  }

  /** True where something that left before that ping may still be on its way. */
  isOpen(id: number): boolean {
    return this.#spans.some(({ ping }) => ping <= id);
  }

  /** What the connection leaves behind; nothing is left then. */
  take(): Unread {
    const spans = [...this.#spans, this.#last];
    this.#spans = [];
    this.#last = nothing();
    return {
      messages: spans.flatMap(({ messages }) => messages).slice(0, KEPT),
      count: spans.reduce((sum, { count }) => sum + count, 0),
    };
  }
}

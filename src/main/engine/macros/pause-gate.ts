interface PauseGateOptions {
  /** Each opening lets those go that wait now, and no others: one step at a time. */
  single?: boolean;
  /** Told when something begins to wait in front of a gate for single steps, or goes on. */
  changed?: () => void;
}

/** Steps pass it one by one; while it is shut the next one waits. */
export class PauseGate {
  readonly isSingle: boolean;
  readonly #changed: () => void;
  #opening: PromiseWithResolvers<void> | null = null;
  #waiting = 0;
  constructor({ single = false, changed = () => undefined }: PauseGateOptions = {}) {
    this.isSingle = single;
    this.#changed = changed;
    if (single) this.shut();
  }

  get isShut(): boolean {
    return this.#opening !== null;
  }

  /** True where somebody has to open it for anything more to begin. */
  get isHolding(): boolean {
    return this.isSingle ? this.#waiting > 0 : this.isShut;
  }

  shut(): void {
    this.#opening ??= Promise.withResolvers();
  }

  open(): void {
    // Whoever asks for the next step twice means one.
    if (this.isSingle && this.#waiting === 0) return;
    this.#opening?.resolve();
    this.#opening = this.isSingle ? Promise.withResolvers() : null;
  }

  /** Resolves when it is open, rejects with the signal's reason when that aborts first. */
  async passed(signal: AbortSignal): Promise<void> {
    this.#waits(1);
    try {
      for (let { promise } = this.#opening ?? {}; promise; promise = this.#opening?.promise) {
        await this.#opened(promise, signal);
        if (this.isSingle) return;
      }
    } finally {
      this.#waits(-1);
    }
  }

  async #opened(opened: Promise<void>, signal: AbortSignal): Promise<void> {
    const ended = Promise.withResolvers<never>();
    const end = (): void => ended.reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    try {
      if (signal.aborted) end();
      await Promise.race([opened, ended.promise]);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  #waits(by: 1 | -1): void {
    this.#waiting += by;
    if (this.isSingle) this.#changed();
  }
}

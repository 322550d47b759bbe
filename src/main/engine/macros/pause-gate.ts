/** Steps pass it one by one; while it is shut the next one waits. */
export class PauseGate {
  #opening: PromiseWithResolvers<void> | null = null;

  get isShut(): boolean {
    return this.#opening !== null;
  }

  shut(): void {
    this.#opening ??= Promise.withResolvers();
  }

  open(): void {
    this.#opening?.resolve();
    this.#opening = null;
  }

  /** Resolves when it is open, rejects with the signal's reason when that aborts first. */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.#opening) {
      const ended = Promise.withResolvers<never>();
      const end = (): void => ended.reject(signal.reason);
      signal.addEventListener('abort', end, { once: true });
      try {
        if (signal.aborted) end();
        await Promise.race([this.#opening.promise, ended.promise]);
      } finally {
        signal.removeEventListener('abort', end);
      }
    }
  }
}

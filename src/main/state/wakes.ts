/** Remembers that something happened until somebody waits for it. */
export class Wakes {
  private waiting: (() => void) | null = null;
  private pending = false;

  wake(): void {
    this.pending = true;
    this.waiting?.();
  }

  /** Resolves when it was woken since the last time, or the signal aborts. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.waiting = null;
        this.pending = false;
        signal.removeEventListener('abort', done);
        resolve();
      };
      if (this.pending || signal.aborted) {
        done();
        return;
      }
      this.waiting = done;
      signal.addEventListener('abort', done);
    });
  }
}

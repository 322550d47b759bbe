/** Gathers keys that must be read again and reads them in batches, one batch at a time. */
export class Refresh {
  private readonly keys = new Set<string>();
  private running: Promise<void> | null = null;
  private readonly gather: () => Promise<void>;
  private readonly read: (keys: string[]) => Promise<void>;

  /** `gather` resolves when no more keys are awaited for a batch; `read` must not reject. */
  constructor(gather: () => Promise<void>, read: (keys: string[]) => Promise<void>) {
    this.gather = gather;
    this.read = read;
  }

  add(key: string): void {
    this.keys.add(key);
    this.running ??= this.run();
  }

  /** Resolves when nothing waits to be read. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.keys.size > 0) {
      await this.gather();
      const batch = [...this.keys];
      this.keys.clear();
      await this.read(batch);
    }
    this.running = null;
  }
}

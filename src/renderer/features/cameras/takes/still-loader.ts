const MOST_KEPT_BYTES = 48_000_000;
/** A picture that took this long already makes way for one that is wanted now. */
const PATIENCE_MS = 700;

export interface StillLoaderOptions {
  /** Fetches the picture of a row. */
  load(row: number, signal: AbortSignal): Promise<Blob>;
  /** The picture of the row that is wanted, or of one that was on the way there. */
  shown(row: number, jpeg: Blob): void;
  failed(row: number, error: unknown): void;
  /** How many rows there are. */
  rows: number;
}

/** Loads the pictures of a take, one at a time: the newest that is wanted comes next, and then its neighbours. */
export class StillLoader {
  readonly #options: StillLoaderOptions;
  readonly #kept = new Map<number, Blob>();
  #keptBytes = 0;
  #wanted = -1;
  #direction = 1;
  #loading: { row: number; since: number; end: AbortController; ahead: boolean } | null = null;
  #settled = -1;
  #running = false;
  #closed = false;

  constructor(options: StillLoaderOptions) {
    this.#options = options;
  }

  /** From now on this row's picture is wanted. Asking again tries one again that failed. */
  want(row: number): void {
    if (this.#closed) return;
    if (row !== this.#wanted) this.#direction = row < this.#wanted ? -1 : 1;
    this.#wanted = row;
    this.#settled = -1;
    const { ahead, since, end, row: loading } = this.#loading ?? {};
    const isOld = since !== undefined && performance.now() - since > PATIENCE_MS;
    if (loading !== row && (ahead || isOld)) end?.abort();
    if (!this.#running) void this.#run();
  }

  close(): void {
    this.#closed = true;
    this.#loading?.end.abort();
    this.#kept.clear();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (!this.#closed && this.#settled !== this.#wanted) await this.#show(this.#wanted);
    for (const row of [this.#wanted + this.#direction, this.#wanted - this.#direction]) {
      if (this.#closed || this.#settled !== this.#wanted) break;
      if (row >= 0 && row < this.#options.rows)
        await this.#get(row, true).catch(() => undefined);
    }
    this.#running = false;
    if (!this.#closed && this.#settled !== this.#wanted) void this.#run();
  }

  async #show(row: number): Promise<void> {
    try {
      const jpeg = await this.#get(row, false);
      if (!this.#closed) this.#options.shown(row, jpeg);
    } catch (error) {
      if (this.#closed || row !== this.#wanted) return;
      this.#options.failed(row, error);
    }
    if (row === this.#wanted) this.#settled = row;
  }

  async #get(row: number, ahead: boolean): Promise<Blob> {
    const kept = this.#kept.get(row);
    if (kept) return kept;
    const end = new AbortController();
    this.#loading = { row, since: performance.now(), end, ahead };
    try {
      const jpeg = await this.#options.load(row, end.signal);
      this.#keep(row, jpeg);
      return jpeg;
    } finally {
      this.#loading = null;
    }
  }

  #keep(row: number, jpeg: Blob): void {
    this.#kept.set(row, jpeg);
    this.#keptBytes += jpeg.size;
    for (const [old, { size }] of this.#kept) {
      if (this.#keptBytes <= MOST_KEPT_BYTES || old === row) return;
      this.#kept.delete(old);
      this.#keptBytes -= size;
    }
  }
}

import type {
  Capabilities,
  VariableEvent,
  VariableExport,
} from '#shared/contract/variables.ts';
import { aroundOperations, WRITES, type Operation } from './around-provider.ts';
import { fine, type Answer, type StateProvider } from './state-provider.ts';

/** Opens the bridged provider of the session, with what the local one holds. */
export type Bridge = (exported: VariableExport) => Promise<Answer<StateProvider>>;

/**
 * The variables of a session, wherever they are. It begins local, and becomes bridged when the first remote client
 * attaches: writers wait for the moment that it takes, readers don't, and nobody sees a gap.
 */
export class VariableContext implements StateProvider {
  readonly sessionId: string;
  readonly register: StateProvider['register'];
  readonly get: StateProvider['get'];
  readonly describe: StateProvider['describe'];
  readonly describeMany: StateProvider['describeMany'];
  readonly set: StateProvider['set'];
  readonly list: StateProvider['list'];
  readonly getMany: StateProvider['getMany'];
  readonly updateMany: StateProvider['updateMany'];
  readonly delete: StateProvider['delete'];
  readonly export: StateProvider['export'];
  readonly import: StateProvider['import'];
  readonly end: StateProvider['end'];
  private provider: StateProvider;
  private readonly bridge: Bridge;
  private moving: Promise<Answer<{ moved: boolean }>> | null = null;
  private writing = 0;
  private quiet: (() => void) | null = null;
  /** Aborts when the provider is another one. */
  private tenure = new AbortController();

  constructor(local: StateProvider, bridge: Bridge) {
    this.provider = local;
    this.sessionId = local.sessionId;
    this.bridge = bridge;
    const operations = aroundOperations((operation, work) => this.through(operation, work));
    this.register = operations.register;
    this.get = operations.get;
    this.describe = operations.describe;
    this.describeMany = operations.describeMany;
    this.set = operations.set;
    this.list = operations.list;
    this.getMany = operations.getMany;
    this.updateMany = operations.updateMany;
    this.delete = operations.delete;
    this.export = operations.export;
    this.import = operations.import;
    this.end = operations.end;
  }

  get backend(): StateProvider['backend'] {
    return this.provider.backend;
  }

  /**
   * Called for each remote client: the first makes the session bridged. Where that fails everything stays local and as
   * it was, and the next client tries again.
   */
  attachRemote(): Promise<Answer<{ moved: boolean }>> {
    if (this.backend === 'bridged') return Promise.resolve(fine({ moved: false }));
    this.moving ??= this.move().finally(() => {
      this.moving = null;
    });
    return this.moving;
  }

  requiresBridge(): boolean {
    return this.provider.requiresBridge();
  }

  capabilities(): Capabilities {
    return this.provider.capabilities();
  }

  /** Goes on through the switch: then with a snapshot. */
  async *watch(signal: AbortSignal): AsyncGenerator<VariableEvent, void, void> {
    while (!signal.aborted) {
      const { tenure, provider } = this;
      // By hand: `AbortSignal.any` keeps what listens to a long-lived signal.
      const ending = new AbortController();
      const end = (): void => ending.abort();
      signal.addEventListener('abort', end);
      tenure.signal.addEventListener('abort', end);
      if (tenure.signal.aborted) end();
      try {
        yield* provider.watch(ending.signal);
      } finally {
        signal.removeEventListener('abort', end);
        tenure.signal.removeEventListener('abort', end);
      }
      if (!tenure.signal.aborted) return;
    }
  }

  cleanup(): Promise<void> {
    return this.provider.cleanup();
  }

  private async through<T>(
    operation: Operation,
    work: (provider: StateProvider) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    if (!WRITES.has(operation)) return work(this.provider);
    while (this.moving !== null) await this.moving;
    this.writing += 1;
    try {
      return await work(this.provider);
    } finally {
      this.writing -= 1;
      if (this.writing === 0) this.quiet?.();
    }
  }

  private async move(): Promise<Answer<{ moved: boolean }>> {
    if (this.writing > 0) {
      await new Promise<void>((resolve) => {
        this.quiet = resolve;
      });
      this.quiet = null;
    }
    const exported = await this.provider.export();
    if (!exported.ok) return exported;
    const opened = await this.bridge(exported.value);
    if (!opened.ok) return opened;
    this.provider = opened.value;
    const { tenure } = this;
    this.tenure = new AbortController();
    tenure.abort();
    // The local one is not ended: whoever reads from it at this moment gets an answer.
    return fine({ moved: true });
  }
}

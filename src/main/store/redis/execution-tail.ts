import type { Clock } from '../../clock.ts';
import { auditEntryOf, streamPosition } from '../audit-fields.ts';
import { AUDIT_KEY } from '../keys.ts';
import type { StoreChanges } from '../store-changes.ts';
import { entryOf } from './audit-stream.ts';
import type { RedisAddress } from './redis-address.ts';
import { connectReader, type RedisClient } from './redis-clients.ts';

/** How long one read waits on the server. */
const BLOCK_MS = 1000;
const PAGE = 200;
/** Executions that end together are read together: each read costs a round trip. */
const GATHER_MS = 20;
const RETRY_MS = 200;

type Entry = [id: string, fields: string[]];

const isNewer = (id: string, than: string): boolean => {
  const [a, b] = [streamPosition(id), streamPosition(than)];
  return a !== null && b !== null && (a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]));
};

/** Tells of the executions of other control rooms as they are written, on a connection of its own. */
export class ExecutionTail {
  private readonly client: RedisClient;
  private readonly roomId: string;
  private readonly changes: StoreChanges;
  private readonly clock: Clock;
  /** The newest entry that was read; null until Redis was asked. */
  private last: string | null = null;

  /** Ends with the signal. Entries of `roomId` are our own. */
  constructor(
    address: RedisAddress,
    roomId: string,
    changes: StoreChanges,
    clock: Clock,
    signal: AbortSignal,
  ) {
    this.roomId = roomId;
    this.changes = changes;
    this.clock = clock;
    this.client = connectReader(address, BLOCK_MS);
    this.client.on('error', () => undefined);
    signal.addEventListener('abort', () => this.client.disconnect(), { once: true });
    void this.follow(signal);
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const last = await this.catchUp();
        await this.read(last, signal);
      } catch {
        await this.clock.sleep(RETRY_MS, signal).catch(() => undefined);
      }
    }
  }

  /**
   * What came while nobody listened, its newest page. After a fail-over the stream may end before what was read here
   * last: then it goes on from its own end.
   */
  private async catchUp(): Promise<string> {
    const known = this.last;
    const count = known === null ? 1 : PAGE;
    const newest = await this.client.xrevrange(AUDIT_KEY, '+', '-', 'COUNT', count);
    if (known !== null) this.tell(newest.filter(([id]) => isNewer(id, known)).toReversed());
    this.last = newest[0]?.[0] ?? '0-0';
    return this.last;
  }

  private async read(from: string, signal: AbortSignal): Promise<never> {
    let last = from;
    for (;;) {
      const streams = await this.client.xread(
        ...(['COUNT', PAGE, 'BLOCK', BLOCK_MS, 'STREAMS', AUDIT_KEY] as const),
        last,
      );
      const entries = streams?.[0]?.[1] ?? [];
      last = entries.at(-1)?.[0] ?? last;
      this.last = last;
      this.tell(entries);
      if (entries.length > 0 && entries.length < PAGE) await this.clock.sleep(GATHER_MS, signal);
    }
  }

  private tell(entries: readonly Entry[]): void {
    for (const each of entries) {
      const entry = entryOf(each);
      if (entry.fields['room'] === this.roomId) continue;
      const told = auditEntryOf(entry);
      if (told) this.changes.tell({ kind: 'execution', entry: told });
    }
  }
}

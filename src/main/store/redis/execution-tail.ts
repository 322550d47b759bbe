import { once } from 'node:events';
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
/** Before every entry. */
const START = '0-0';

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
  private readonly signal: AbortSignal;
  private begun = false;

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
    this.signal = signal;
    this.client = connectReader(address, BLOCK_MS);
    this.client.on('error', () => undefined);
    signal.addEventListener('abort', () => this.client.disconnect(), { once: true });
  }

  /** Whatever is written from now on is told. Rejects where it can't be asked; does nothing once it runs. */
  async begin(commands: RedisClient): Promise<void> {
    if (this.begun) return;
    const newest = await commands.xrevrange(AUDIT_KEY, '+', '-', 'COUNT', 1);
    if (this.begun) return;
    this.begun = true;
    void this.follow(newest[0]?.[0] ?? START);
  }

  private async follow(from: string): Promise<void> {
    const { signal } = this;
    let last = from;
    while (!signal.aborted) {
      try {
        if (this.client.status !== 'ready') await once(this.client, 'ready', { signal });
        last = await this.catchUp(last);
        for (;;) last = await this.next(last);
      } catch {
        await this.clock.sleep(RETRY_MS, signal).catch(() => undefined);
      }
    }
  }

  /**
   * What came while nobody listened, its newest page. After a fail-over the stream may end before what was read here
   * last: then it goes on from its own end.
   */
  private async catchUp(known: string): Promise<string> {
    const newest = await this.client.xrevrange(AUDIT_KEY, '+', '-', 'COUNT', PAGE);
    this.tell(newest.filter(([id]) => isNewer(id, known)).toReversed());
    return newest[0]?.[0] ?? START;
  }

  private async next(last: string): Promise<string> {
    const streams = await this.client.xread(
      ...(['COUNT', PAGE, 'BLOCK', BLOCK_MS, 'STREAMS', AUDIT_KEY] as const),
      last,
    );
    const entries = streams?.[0]?.[1] ?? [];
    this.tell(entries);
    if (entries.length > 0 && entries.length < PAGE)
      await this.clock.sleep(GATHER_MS, this.signal);
    return entries.at(-1)?.[0] ?? last;
  }

  private tell(entries: readonly Entry[]): void {
    for (const each of entries) {
      const [, fields] = each;
      if (fields[fields.lastIndexOf('room') + 1] === this.roomId) continue;
      const entry = auditEntryOf(entryOf(each));
      if (entry) this.changes.tell({ kind: 'execution', entry });
    }
  }
}

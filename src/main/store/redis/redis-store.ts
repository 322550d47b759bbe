import { ulid } from 'ulid';
import { isoNow, type Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { buttonOf, entityOf, KINDS, keyOf, METRICS_KEY, STATE_PREFIX } from '../keys.ts';
import { metricsOf } from '../metric-counts.ts';
import { repairFault } from '../repair-fault.ts';
import { StoreChanges } from '../store-changes.ts';
import { createdAtOf, encodeEntity } from '../stored-text.ts';
import type { Entities, Kind, Recording, RecordReceipt, Store } from '../store.ts';
import { readAudit } from './audit-stream.ts';
import { Catalogue } from './catalogue.ts';
import { Connection } from './connection.ts';
import { DeviceTouches } from './device-touches.ts';
import { ExecutionTail } from './execution-tail.ts';
import { readTexts, scanKeys } from './key-reader.ts';
import { moveButtons } from './move-buttons.ts';
import { GroupPipeline } from './group-pipeline.ts';
import { GuardedWrites } from './guarded-writes.ts';
import { Outbox } from './outbox.ts';
import { RecentRecordings } from './recent-recordings.ts';
import { parseRedisAddress, type RedisAddress } from './redis-address.ts';
import { Recordings } from './recordings.ts';
import { RedisRateLimiter } from './redis-rate-limiter.ts';
import { RedisRevisionLog } from './redis-revision-log.ts';
import { StatusBoard } from './status-board.ts';
import { TraceStreams } from './trace-streams.ts';

export type RedisConnection =
  | { kind: 'url'; url: string }
  | { kind: 'socket'; path: string; label: 'managed' };

export interface RedisStoreOptions {
  connection: RedisConnection;
  clock: Clock;
  log: Log;
  /** Where executions are kept that still wait for Redis when the app quits. */
  outboxFile?: string;
  /** Which control room writes: others tell its entries from theirs by this. */
  roomId?: string;
  /** The server is ours and nobody else's: there are no other rooms to follow. */
  alone?: boolean;
}

/** @throws StoreOpenError where it can't be read. */
export const addressOf = (connection: RedisConnection): RedisAddress =>
  connection.kind === 'url'
    ? parseRedisAddress(connection.url)
    : {
        label: connection.label,
        topology: 'single',
        options: { path: connection.path },
      };

/** Whether another server may take this one's place. */
const isReplicated = (address: RedisAddress): boolean =>
  address.topology === 'cluster' || address.options.sentinels !== undefined;

/**
 * Opens the store on Redis. Resolves at once, even when Redis is away: it is used as soon as it is there.
 * @throws StoreOpenError where the address can't be read.
 */
export const openRedisStore = async ({
  connection: target,
  clock,
  log,
  outboxFile,
  roomId = ulid(),
  alone = false,
}: RedisStoreOptions): Promise<Store> => {
  const address = addressOf(target);
  const changes = new StoreChanges();
  const board = new StatusBoard(address.label, clock);
  const outbox = new Outbox(outboxFile, log);
  const ending = new AbortController();

  const connection = new Connection(address, clock, {
    up: () => void arrive(),
    down: (reason) => {
      catalogue.cache.away(true);
      recordings.release();
      log.warn({ redis: address.label, reason }, 'Redis is away');
      board.set({
        state: 'away',
        message: `Redis is away: ${reason}. Keys still fire with the last known catalogue.`,
      });
    },
    checked: () => {
      catalogue.check().catch((error: unknown) => connection.noteFailure(error));
      void followOthers();
      recordings.flush();
    },
  });
  const catalogue = new Catalogue(connection, address, changes, clock, log, ending.signal);
  const pipeline = new GroupPipeline(connection.client);
  const traces = new TraceStreams(connection.client, pipeline, log, clock);
  const recordings = new Recordings(
    connection,
    catalogue.buttons,
    outbox,
    changes,
    log,
    (refusal) => {
      const message = refusal === null ? null : `Redis does not take executions: ${refusal}`;
      board.set({ waiting: outbox.size, ...(connection.up ? { message } : {}) });
    },
    traces,
    pipeline,
    roomId,
  );

  const guarded = new GuardedWrites(connection, catalogue.cache, clock);
  const touches = new DeviceTouches(connection, catalogue.cache);
  const recent = isReplicated(address) ? new RecentRecordings(clock) : null;
  const tail = alone ? null : new ExecutionTail(address, roomId, changes, clock, ending.signal);

  const followOthers = async (): Promise<void> => {
    await tail
      ?.begin(connection.client)
      .catch((error: unknown) => connection.noteFailure(error));
  };

  const recall = async (): Promise<void> => {
    const lost = (await recent?.missing(connection.client)) ?? [];
    if (lost.length === 0) return;
    log.warn(
      { executions: lost.length },
      'a fail-over lost executions: they are written again',
    );
    outbox.recall(lost);
  };

  const recordAndRemember =
    (kept: RecentRecordings) =>
    async (recording: Recording): Promise<RecordReceipt> => {
      const receipt = await recordings.record(recording);
      if (receipt === 'written' && !recording.execution.dry_run) kept.add(recording);
      return receipt;
    };

  const arrive = async (): Promise<void> => {
    catalogue.cache.away(false);
    try {
      await Promise.all([catalogue.load(), followOthers()]);
      await recall();
    } catch (error) {
      connection.noteFailure(error);
      log.warn({ error: String(error) }, 'Redis could not be read');
    }
    if (!connection.up) return;
    log.info({ redis: address.label }, 'Redis is ready');
    board.set({ state: 'ready', message: null });
    recordings.flush();
  };

  outbox.load();
  board.set({ waiting: outbox.size });

  const write = async <K extends Kind>(
    kind: K,
    name: string,
    value: Entities[K],
    onlyIfAbsent: boolean,
  ): Promise<Entities[K] | null> => {
    const old = onlyIfAbsent ? undefined : await catalogue.read(kind, name);
    const before = old?.found === 'present' ? old.value : undefined;
    const createdAt = createdAtOf(before) ?? isoNow(clock);
    const encoded = encodeEntity(kind, name, value, createdAt, before);
    const ticket = catalogue.cache.ticket();
    const reply = await connection.ask((client) =>
      onlyIfAbsent
        ? client.set(encoded.key, encoded.text, 'NX')
        : client.set(encoded.key, encoded.text),
    );
    if (reply === null) return null;
    catalogue.cache.apply(kind, name, encoded.text, ticket);
    return encoded.value;
  };

  return {
    limiter: new RedisRateLimiter(connection),
    revisions: new RedisRevisionLog(connection, log),
    touchDevice: (deviceId, at) => touches.touch(deviceId, at),
    peek: (kind, name) => catalogue.cache.peek(kind, name),
    read: (kind, name) => catalogue.read(kind, name),
    list: (kind) => catalogue.list(kind),
    put: async (kind, name, value, expected) =>
      expected
        ? guarded.put(kind, name, value, expected)
        : ((await write(kind, name, value, false)) ?? value),
    putIfAbsent: async (kind, name, value) => (await write(kind, name, value, true)) !== null,
    async remove(kind, name, expected) {
      if (expected) return guarded.remove(kind, name, expected);
      const key = keyOf(kind, name);
      if (key === null) return false;
      const ticket = catalogue.cache.ticket();
      const removed = await connection.ask((client) => client.del(key));
      catalogue.cache.apply(kind, name, null, ticket);
      return removed === 1;
    },
    record: recent ? recordAndRemember(recent) : (recording) => recordings.record(recording),
    buttons: (deviceId) =>
      connection.ask(async (client) => {
        if (keyOf('device', deviceId) === null) return [];
        const keys = (await scanKeys(client, `${STATE_PREFIX}${deviceId}:`)).sort();
        const texts = await readTexts(client, keys);
        return keys.flatMap((key, index) => {
          const place = buttonOf(key);
          const text = texts[index];
          return place && text ? catalogue.buttons.view(key, place, text) : [];
        });
      }),
    moveButtons: (from, to) =>
      connection.ask((client) => moveButtons(client, catalogue.buttons, from, to)),
    metrics: async () =>
      metricsOf(await connection.ask((client) => client.hgetall(METRICS_KEY))),
    async latency() {
      const asked = clock.monotonic();
      await connection.ask((client) => client.ping());
      return clock.monotonic() - asked;
    },
    audit: (query) => connection.ask((client) => readAudit(client, query)),
    recentExecutions: (limit) => connection.ask(() => traces.newest(limit)),
    execution: async (id) =>
      outbox.execution(id) ?? (await connection.ask(() => traces.find(id))),
    async corruptions() {
      if (!catalogue.cache.live) {
        for (const kind of KINDS) await catalogue.list(kind);
      }
      return changes.corruptions();
    },
    async repair(key, json) {
      const fault = repairFault(key, json);
      if (fault) return fault;
      const ticket = catalogue.cache.ticket();
      await connection.ask((client) => client.set(key, json));
      const entity = entityOf(key);
      const button = buttonOf(key);
      if (entity) catalogue.cache.apply(entity.kind, entity.name, json, ticket);
      else if (button) catalogue.buttons.learn(key, button, json);
      return null;
    },
    onChange: (listener) => changes.onChange(listener),
    status: () => board.get(),
    onStatus: (listener) => board.onStatus(listener),
    async close() {
      await recordings.finish(clock);
      outbox.save();
      ending.abort();
      catalogue.close();
      connection.close();
    },
  };
};

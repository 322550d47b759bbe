import { isoNow, type Clock } from '../../clock.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { ButtonState } from '#shared/contract/button-state.ts';
import type { StoreStatus } from '#shared/contract/telemetry.ts';
import {
  auditEntryOf,
  auditFields,
  streamPosition,
  type StreamEntry,
} from '../audit-fields.ts';
import { changedButtonText, movedButtonText, readButtonText } from '../button-text.ts';
import { seenText } from '../device-seen.ts';
import { buttonKeyOf, buttonOf, entityOf, keyOf, KINDS, STATE_PREFIX } from '../keys.ts';
import { metricCounts, metricsOf } from '../metric-counts.ts';
import { repairFault } from '../repair-fault.ts';
import { StoreChanges } from '../store-changes.ts';
import { executionOf, recordOf } from '../trace-record.ts';
import { createdAtOf, decodeEntity, encodeEntity } from '../stored-text.ts';
import { MemoryRateLimiter } from './memory-rate-limiter.ts';
import { MemoryRevisionLog } from './memory-revision-log.ts';
import { judgePut, judgeRemove } from '../expected.ts';
import type { Entities, Expected, Kind, Lookup, Recording, Store } from '../store.ts';

const MOST_RECORDS = 2000;

export interface MemoryStoreOptions {
  clock: Clock;
  /** What the status says; by default ready, and labelled `memory`. */
  status?: Pick<StoreStatus, 'state' | 'label' | 'message'>;
  /** The texts by key, as Redis would hold them. */
  texts?: Map<string, string>;
}

/** A store that lasts as long as the process: for tests, and where there is no Redis to be had. */
export const createMemoryStore = ({
  clock,
  status = { state: 'ready', label: 'memory', message: null },
  texts = new Map(),
}: MemoryStoreOptions): Store => {
  const changes = new StoreChanges();
  const counters = new Map<string, number>();
  const audit: StreamEntry[] = [];
  const records = new Map<string, string>();
  const since = isoNow(clock);
  let sequence = 0;

  const look = <K extends Kind>(kind: K, name: string): Lookup<Entities[K]> => {
    const key = keyOf(kind, name);
    const raw = key === null ? undefined : texts.get(key);
    if (key === null || raw === undefined) return { found: 'absent' };
    const decoded = decodeEntity(kind, name, raw);
    changes.noteCorruption(key, decoded.ok ? null : { problem: decoded.problem, raw });
    return decoded.ok
      ? { found: 'present', value: decoded.value, source: 'cache' }
      : { found: 'corrupt', corruption: { key, problem: decoded.problem, raw } };
  };

  const tellAt = (kind: Kind, name: string): void => {
    const found = look(kind, name);
    changes.tellEntity(kind, name, found.found === 'present' ? found.value : null);
  };

  const buttonAt = (key: string, place: { device_id: string; button_id: string }) => {
    const raw = texts.get(key) ?? '';
    const read = readButtonText(raw, place);
    changes.noteCorruption(key, 'problem' in read ? { problem: read.problem, raw } : null);
    return 'problem' in read ? null : read;
  };

  const recordButtons = ({ buttons }: Recording): void => {
    for (const { device_id, button_id, change } of buttons) {
      const key = buttonKeyOf(device_id, button_id);
      const before = buttonAt(key, { device_id, button_id });
      if (!before) continue;
      const after = changedButtonText(before, change);
      texts.set(key, after.text);
      changes.tell({ kind: 'button', value: after.state });
    }
  };

  const namesOf = (kind: Kind): string[] =>
    [...texts.keys()]
      .map(entityOf)
      .flatMap((entity) => (entity?.kind === kind ? [entity.name] : []))
      .sort();

  const put = <K extends Kind>(kind: K, name: string, value: Entities[K]): Entities[K] => {
    const found = look(kind, name);
    const old = found.found === 'present' ? found.value : undefined;
    const encoded = encodeEntity(kind, name, value, createdAtOf(old) ?? isoNow(clock), old);
    return written(kind, name, encoded);
  };

  const written = <K extends Kind>(
    kind: K,
    name: string,
    { text, value }: { text: string; value: Entities[K] },
  ): Entities[K] => {
    const key = keyOf(kind, name) ?? name;
    texts.set(key, text);
    changes.noteCorruption(key, null);
    changes.tellEntity(kind, name, value);
    return value;
  };

  const putExpected = <K extends Kind>(
    kind: K,
    name: string,
    given: Entities[K],
    expected: Expected,
  ): Entities[K] => {
    const raw = texts.get(keyOf(kind, name) ?? '') ?? null;
    const { text, value } = judgePut(kind, name, given, expected, raw, isoNow(clock));
    return text === null ? value : written(kind, name, { text, value });
  };

  const touch = (deviceId: string, at: string): void => {
    const key = keyOf('device', deviceId);
    const text = key === null ? null : seenText(texts.get(key) ?? '', deviceId, at);
    if (key === null || text === null) return;
    texts.set(key, text);
    tellAt('device', deviceId);
  };

  const newestFirst = (): StreamEntry[] => audit.toReversed();

  return {
    limiter: new MemoryRateLimiter(),
    revisions: new MemoryRevisionLog(clock),
    touchDevice: async (deviceId, at) => touch(deviceId, at),
    peek: look,
    read: async (kind, name) => look(kind, name),
    list: async (kind) =>
      namesOf(kind).flatMap((name) => {
        const found = look(kind, name);
        return found.found === 'present' ? [found.value] : [];
      }),
    put: async (kind, name, value, expected) =>
      expected ? putExpected(kind, name, value, expected) : put(kind, name, value),
    async putIfAbsent(kind, name, value) {
      const key = keyOf(kind, name);
      if (key !== null && texts.has(key)) return false;
      put(kind, name, value);
      return true;
    },
    async remove(kind, name, expected) {
      const key = keyOf(kind, name);
      if (key !== null && expected) judgeRemove(kind, name, expected, texts.get(key) ?? null);
      if (key === null || !texts.delete(key)) return false;
      changes.noteCorruption(key, null);
      changes.tellEntity(kind, name, null);
      return true;
    },
    async record(recording) {
      if (recording.execution.dry_run) return 'written';
      recordButtons(recording);
      for (const [name, by] of metricCounts(recording))
        counters.set(name, (counters.get(name) ?? 0) + by);
      const fields = auditFields(recording.execution);
      const pairs = fields.flatMap((field, index): [string, string][] =>
        index % 2 === 0 ? [[field, fields[index + 1] ?? '']] : [],
      );
      sequence += 1;
      audit.push({ id: `${clock.now()}-${sequence}`, fields: Object.fromEntries(pairs) });
      audit.splice(0, audit.length - recording.auditMaxEntries);
      records.set(recording.execution.execution_id, recordOf(recording.execution));
      for (const oldest of records.keys()) {
        if (records.size <= MOST_RECORDS) break;
        records.delete(oldest);
      }
      return 'written';
    },
    async buttons(deviceId) {
      const states: ButtonState[] = [];
      for (const key of [...texts.keys()].sort()) {
        const place = key.startsWith(STATE_PREFIX) ? buttonOf(key) : null;
        const read = place?.device_id === deviceId ? buttonAt(key, place) : null;
        if (read) states.push(read.state);
      }
      return states;
    },
    async moveButtons(from, to) {
      for (const [key, text] of texts) {
        const place = key.startsWith(STATE_PREFIX) ? buttonOf(key) : null;
        const moved = place?.device_id === from ? movedButtonText(text, to) : null;
        if (!place || moved === null) continue;
        texts.delete(key);
        const nextKey = buttonKeyOf(to, place.button_id);
        if (texts.has(nextKey)) continue;
        texts.set(nextKey, moved);
        const read = buttonAt(nextKey, { ...place, device_id: to });
        if (read) changes.tell({ kind: 'button', value: read.state });
      }
    },
    latency: async () => 0,
    metrics: async () =>
      metricsOf(
        Object.fromEntries([...counters].map(([name, value]) => [name, String(value)])),
      ),
    async audit({ limit, before }) {
      const edge = before === undefined ? undefined : streamPosition(before);
      if (edge === null) return [];
      return newestFirst()
        .filter(({ id }) => {
          const place = streamPosition(id);
          if (!edge || !place) return true;
          return place[0] < edge[0] || (place[0] === edge[0] && place[1] < edge[1]);
        })
        .flatMap((entry) => auditEntryOf(entry) ?? [])
        .slice(0, limit);
    },
    recentExecutions: async (limit) =>
      [...records.values()]
        .toReversed()
        .slice(0, limit)
        .flatMap((record) => executionOf(record) ?? []),
    execution: async (id) => executionOf(records.get(id)),
    async corruptions() {
      for (const kind of KINDS) for (const name of namesOf(kind)) look(kind, name);
      return changes.corruptions();
    },
    async repair(key, json): Promise<Fault | null> {
      const fault = repairFault(key, json);
      if (fault) return fault;
      texts.set(key, json);
      changes.noteCorruption(key, null);
      const entity = entityOf(key);
      const button = buttonOf(key);
      if (entity) tellAt(entity.kind, entity.name);
      const read = button && buttonAt(key, button);
      if (read) changes.tell({ kind: 'button', value: read.state });
      return null;
    },
    onChange: (listener) => changes.onChange(listener),
    status: () => ({ ...status, since, waiting: 0 }),
    onStatus: () => () => undefined,
    close: async () => undefined,
  };
};

import { SeenTimes, seenText } from '../device-seen.ts';
import { keyOf } from '../keys.ts';
import type { Connection } from './connection.ts';
import type { NearCache } from './near-cache.ts';
import type { RedisClient } from './redis-clients.ts';

/** Others may write the same device meanwhile; past this the next answer of the device makes up for it. */
const ATTEMPTS = 5;

/** Keeps `last_seen` of the devices that answer, by compare-and-set: no other writer's field is lost. */
export class DeviceTouches {
  private readonly times = new SeenTimes();
  private readonly connection: Connection;
  private readonly cache: NearCache;
  constructor(connection: Connection, cache: NearCache) {
    this.connection = connection;
    this.cache = cache;
  }

  /** Never rejects. `at` is ISO 8601. */
  async touch(deviceId: string, at: string): Promise<void> {
    const key = keyOf('device', deviceId);
    if (key === null || !this.times.due(deviceId, at)) return;
    try {
      await this.connection.ask((client) => this.write(client, key, deviceId, at));
    } catch {
      this.times.forget(deviceId);
    }
  }

  private async write(
    client: RedisClient,
    key: string,
    deviceId: string,
    at: string,
  ): Promise<void> {
    let stands = (await client.get(key)) ?? '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      // Nothing is written where nothing stands: a device that was removed must not come back.
      const next = seenText(stands, deviceId, at);
      if (next === null) return;
      const ticket = this.cache.ticket();
      const answer = await client.compareAndSet(key, stands, next);
      if (answer === 1) return this.cache.apply('device', deviceId, next, ticket);
      stands = answer;
    }
    this.times.forget(deviceId);
  }
}

import { Cluster } from 'ioredis';
import type { Clock } from '../../clock.ts';
import { StoreUnavailable } from '../store.ts';
import { askServers, refreshMasters } from './cluster-masters.ts';
import type { RedisAddress } from './redis-address.ts';
import { connectCommands, type RedisClient } from './redis-clients.ts';

const CHECK_UP_MS = 1000;
const CHECK_DOWN_MS = 200;
/** After so many checks without an answer the connection itself is taken for dead and made again. */
const MISSES = 3;

export interface ConnectionEvents {
  up(): void;
  /** `reason` as far as it is known. */
  down(reason: string): void;
  /** About once a second while it is up. */
  checked(): void;
}

/** The connection that carries every command, and whether Redis answers on it. */
export class Connection {
  readonly client: RedisClient;
  up = false;
  private readonly label: string;
  private readonly events: ConnectionEvents;
  private readonly ending = new AbortController();
  private problem = 'not connected yet';
  private misses = 0;
  private told = false;

  constructor(address: RedisAddress, clock: Clock, events: ConnectionEvents) {
    this.label = address.label;
    this.events = events;
    this.client = connectCommands(address);
    this.client.on('error', (error: NodeJS.ErrnoException) => {
      // Several refused addresses of one name come as an error without a message of its own.
      this.problem = error.message || (error.code ?? error.name);
    });
    const { client } = this;
    if (client instanceof Cluster) {
      // It is ready as soon as one server answers: the others are asked first.
      client.on('ready', () => void this.probe());
      client.on('-node', () => void this.look(client));
    } else client.on('ready', () => this.rise());
    this.client.on('close', () => this.fall(this.problem));
    void this.check(clock);
  }

  /** @throws StoreUnavailable where Redis is away, falls silent or refuses. Ends within 1 s. */
  async ask<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
    if (!this.up) throw this.unavailable(this.problem);
    try {
      return await work(this.client);
    } catch (error) {
      this.noteFailure(error);
      throw this.unavailable(error instanceof Error ? error.message : String(error), {
        cause: error,
      });
    }
  }

  /** A command that was not answered in time tells the same as a check that was not. */
  noteFailure(error: unknown): void {
    if (!(error instanceof Error)) return;
    if (error.message === 'Command timed out') this.fall('it does not answer');
    else if (/CLUSTERDOWN/.test(error.message)) this.fall('the cluster is down');
  }

  close(): void {
    this.ending.abort();
    this.up = false;
    this.client.disconnect();
  }

  private unavailable(problem: string, options?: ErrorOptions): StoreUnavailable {
    return new StoreUnavailable(
      `Redis (${this.label}) can't be asked now: ${problem}`,
      'It is tried again by itself. Check that Redis runs and can be reached.',
      options,
    );
  }

  private rise(): void {
    this.misses = 0;
    if (this.up || this.ending.signal.aborted) return;
    this.up = true;
    this.told = false;
    this.problem = 'the connection was lost';
    this.events.up();
  }

  private fall(reason: string): void {
    if (this.told || this.ending.signal.aborted) return;
    this.up = false;
    this.told = true;
    this.events.down(reason);
  }

  private async check(clock: Clock): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await clock.sleep(this.up ? CHECK_UP_MS : CHECK_DOWN_MS, signal).catch(() => undefined);
      if (signal.aborted || this.client.status !== 'ready') continue;
      if (await this.probe()) {
        if (this.up) this.events.checked();
        continue;
      }
      this.misses += 1;
      if (this.client instanceof Cluster) await refreshMasters(this.client);
      if (this.misses % MISSES === 0 && !signal.aborted) this.client.disconnect(true);
    }
  }

  /** True where everybody that holds keys answers. */
  private async probe(): Promise<boolean> {
    try {
      await askServers(this.client);
      this.rise();
      return true;
    } catch (error) {
      this.noteFailure(error);
      // A cluster that lacks a part answers on the others: writing there and not here would be no better.
      if (this.client instanceof Cluster && error instanceof Error) this.fall(error.message);
      return false;
    }
  }

  /** A server of the cluster is gone, or only the connection to it. */
  private async look(client: Cluster): Promise<void> {
    if (client.status !== 'ready') return;
    await refreshMasters(client);
    if (client.status === 'ready') await this.probe();
  }
}

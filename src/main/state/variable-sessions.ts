import { ulid } from 'ulid';
import { isName } from '#shared/contract/names.ts';
import type { VariableSession } from '#shared/contract/variables.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { scanKeys } from '../store/redis/key-reader.ts';
import {
  OperationTimes,
  timedProvider,
  type OperationTime,
} from './variables/operation-times.ts';
import { openBridged, openLocal, SESSION_TTL_MS } from './variables/providers.ts';
import { retryExpired } from './variables/retry-expired.ts';
import { failed, fine, type Answer, type StateProvider } from './variables/state-provider.ts';
import { expired, guarded } from './variables/variable-errors.ts';
import { VariableContext } from './variables/variable-context.ts';
import type { RedisLink } from './redis-link.ts';
import { VARIABLES_PREFIX } from './state-keys.ts';

const MOST_SESSIONS = 500;
const MOVE_AGAIN_MS = 5_000;

export interface VariableSessionsDeps {
  /** Null where there is no Redis: then every session stays in this process. */
  link: RedisLink | null;
  clock: Clock;
  /** How long a session lasts without being used. */
  ttlMs?: number;
  log?: Pick<Log, 'warn'>;
}

interface Held {
  context: VariableContext;
  usedAt: number;
  /** Not moved to Redis before: an attempt reads and sends all of it. */
  moveFrom: number;
}

/** The sessions whose variables this room knows: begun here, or found in Redis. */
export class VariableSessions {
  private readonly link: RedisLink | null;
  private readonly clock: Clock;
  private readonly ttlMs: number;
  private readonly times = new OperationTimes();
  private readonly held = new Map<string, Held>();
  private readonly log: Pick<Log, 'warn'> | undefined;
  constructor({ link, clock, ttlMs = SESSION_TTL_MS, log }: VariableSessionsDeps) {
    this.log = log;
    this.link = link;
    this.clock = clock;
    this.ttlMs = ttlMs;
  }

  /**
   * Those that there are, in the order of their names. Walks the keys of Redis: for a listing that a person asks for.
   * @throws StoreUnavailable
   */
  async list(): Promise<VariableSession[]> {
    this.forgetUnused();
    const keys = (await this.link?.ask((client) => scanKeys(client, VARIABLES_PREFIX))) ?? [];
    const all = new Map<string, VariableSession['backend']>();
    for (const [session, { context }] of this.held)
      if (context.backend === 'local') all.set(session, 'local');
    for (const key of keys) all.set(key.slice(VARIABLES_PREFIX.length), 'bridged');
    return [...all]
      .filter(([session]) => isName(session))
      .map(([session, backend]) => ({ session, backend }))
      .sort((a, b) => (a.session < b.session ? -1 : 1));
  }

  /** The session if there is one, here or in Redis; else `session_expired`. */
  find(sessionId: string): Promise<Answer<VariableContext>> {
    return guarded(async () => {
      const known = this.known(sessionId);
      if (known) return fine(known);
      const isThere = await this.link?.ask((client) =>
        client.hexists(VARIABLES_PREFIX + sessionId, 's'),
      );
      if (isThere !== 1) {
        // Somebody may have begun it meanwhile.
        const begun = this.known(sessionId);
        return begun ? fine(begun) : expired(sessionId);
      }
      const opened = await this.bridged(sessionId);
      return opened.ok ? fine(this.hold(opened.value)) : opened;
    });
  }

  /** The same, and a new local one where there is none. */
  async open(sessionId: string = `session_${ulid()}`): Promise<Answer<VariableContext>> {
    const found = await this.find(sessionId);
    if (found.ok || found.error.code !== 'session_expired') return found;
    if (!isName(sessionId) || this.held.size >= MOST_SESSIONS)
      return failed({
        code: 'validation_failed',
        message: `No more than ${MOST_SESSIONS} sessions are kept at once. End some first.`,
        variable: sessionId,
      });
    const local = await openLocal({ clock: this.clock, sessionId });
    return local.ok
      ? fine(this.hold(timedProvider(local.value, this.times, this.clock)))
      : local;
  }

  /**
   * A client in another process is there: where there is Redis, a session that began here becomes one of all processes.
   * Where that can't be, it stays here, the log says why, and it is tried again a little later.
   */
  async attachRemote(sessionId: string): Promise<void> {
    const context = this.link?.up ? this.known(sessionId) : null;
    const held = this.held.get(sessionId);
    if (context?.backend !== 'local' || !held) return;
    if (this.clock.monotonic() < held.moveFrom) return;
    const moved = await context.attachRemote();
    // Of those that come together one tells.
    if (moved.ok || this.clock.monotonic() < held.moveFrom) return;
    held.moveFrom = this.clock.monotonic() + MOVE_AGAIN_MS;
    this.log?.warn(
      { session: sessionId, problem: moved.error.message },
      'the variables of a session stay in this process: other processes do not see them',
    );
  }

  /** This one is over: whoever asks for its session next begins a new one. Where somebody did so already, that stays. */
  forget(provider: StateProvider): void {
    const { sessionId } = provider;
    if (this.held.get(sessionId)?.context === provider) this.held.delete(sessionId);
  }

  /** How long operations took, by backend. */
  operationTimes(): OperationTime[] {
    return this.times.all();
  }

  private known(sessionId: string): VariableContext | null {
    this.forgetUnused();
    const held = this.held.get(sessionId);
    if (!held) return null;
    held.usedAt = this.clock.monotonic();
    return held.context;
  }

  private hold(provider: StateProvider): VariableContext {
    const { sessionId } = provider;
    // Two may have found it at once: the first one's stays.
    const known = this.known(sessionId);
    if (known) return known;
    const context = new VariableContext(provider, (exported) =>
      this.bridged(sessionId, exported),
    );
    const usedAt = this.clock.monotonic();
    this.held.set(sessionId, { context, usedAt, moveFrom: usedAt });
    return context;
  }

  private async bridged(
    sessionId: string,
    existingState?: unknown,
  ): Promise<Answer<StateProvider>> {
    const { link, clock, ttlMs } = this;
    if (link === null)
      return failed({
        code: 'store_unavailable',
        message: 'There is no Redis: variables can not be shared with other processes.',
      });
    const opened = await openBridged({ link, clock, sessionId, existingState, ttlMs });
    if (!opened.ok) return opened;
    return fine(retryExpired(timedProvider(opened.value, this.times, clock), { clock }));
  }

  private forgetUnused(): void {
    const edge = this.clock.monotonic() - this.ttlMs;
    for (const [sessionId, { context, usedAt }] of this.held) {
      if (usedAt >= edge) continue;
      this.held.delete(sessionId);
      void context.cleanup();
    }
  }
}

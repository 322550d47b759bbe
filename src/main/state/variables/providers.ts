import { ulid } from 'ulid';
import type { Clock } from '../../clock.ts';
import type { RedisLink } from '../redis-link.ts';
import { createMemoryVariableShelf } from './memory-variable-shelf.ts';
import { createRedisVariableShelf } from './redis-variable-shelf.ts';
import { SessionVariables } from './session-variables.ts';
import { fine, type Answer, type StateProvider } from './state-provider.ts';
import { guarded } from './variable-errors.ts';

export interface OpenOptions {
  clock: Clock;
  sessionId?: string | undefined;
  /** An export that the session begins with. Where it can't be taken, no session is left behind. */
  existingState?: unknown;
}

export interface OpenBridgedOptions extends OpenOptions {
  link: RedisLink;
  /** How long the session lasts without being used. */
  ttlMs?: number | undefined;
}

export const SESSION_TTL_MS = 3_600_000;

const begun = (
  provider: SessionVariables,
  create: () => Promise<boolean>,
  existingState: unknown,
): Promise<Answer<StateProvider>> =>
  guarded(async () => {
    if (existingState === undefined) {
      await create();
      return fine(provider);
    }
    const imported = await provider.importAgain(existingState);
    return imported.ok ? fine(provider) : imported;
  });

/** Variables of this process alone. */
export const openLocal = ({
  clock,
  sessionId = `local_${ulid()}`,
  existingState,
}: OpenOptions): Promise<Answer<StateProvider>> => {
  const shelf = createMemoryVariableShelf(clock);
  const provider = new SessionVariables({
    backend: 'local',
    sessionId,
    shelf,
    clock,
    capabilities: {
      atomic_updates: true,
      streaming: true,
      persistence: false,
      distribution: false,
    },
  });
  return begun(provider, () => shelf.create(), existingState);
};

/** Variables in Redis, for other processes too. A session that is there is joined. */
export const openBridged = ({
  clock,
  link,
  sessionId = `bridged_${ulid()}`,
  existingState,
  ttlMs = SESSION_TTL_MS,
}: OpenBridgedOptions): Promise<Answer<StateProvider>> => {
  const shelf = createRedisVariableShelf({ link, clock, sessionId, ttlMs });
  const provider = new SessionVariables({
    backend: 'bridged',
    sessionId,
    shelf,
    clock,
    capabilities: {
      atomic_updates: true,
      streaming: true,
      persistence: true,
      distribution: true,
    },
  });
  return begun(provider, () => shelf.create(), existingState);
};

import type { BridgeConfig, RateLimit } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { Origin } from '#shared/contract/execution.ts';
import type { RateLimiter } from '../store/rate-limiter.ts';

export interface KeyedLimit {
  /** `origin:agent:cam` or `target:studio_main`. */
  key: string;
  limit: RateLimit;
}

type Limits = Record<string, RateLimit>;

/** Names come from clients: only what the config itself says counts. */
const limitIn = (limits: Limits, name: string, general: string): RateLimit | undefined => {
  if (Object.hasOwn(limits, name)) return limits[name];
  return Object.hasOwn(limits, general) ? limits[general] : undefined;
};

/** What an execution must keep to: its origin's limit first, then one per device. Empty where none is configured. */
export const limitsFor = (
  { rate_limits: { origins, targets } }: Pick<BridgeConfig, 'rate_limits'>,
  origin: Origin,
  deviceIds: readonly string[],
): KeyedLimit[] => {
  const limits: KeyedLimit[] = [];
  const [kind = origin] = origin.split(':');
  const ofOrigin = limitIn(origins, origin, kind);
  if (ofOrigin) limits.push({ key: `origin:${origin}`, limit: ofOrigin });
  for (const deviceId of new Set(deviceIds)) {
    const ofTarget = limitIn(targets, deviceId, '*');
    if (ofTarget) limits.push({ key: `target:${deviceId}`, limit: ofTarget });
  }
  return limits;
};

const seconds = (ms: number): string => `${Math.max(0.1, Math.ceil(ms / 100) / 10)} s`;

const tooMany = ({ key, limit }: KeyedLimit, retryAfterMs: number): Fault => {
  const [what = key, ...name] = key.split(':');
  const who = name.join(':');
  const times = `${limit.points} ${limit.points === 1 ? 'time' : 'times'} in ${seconds(limit.per_ms)}`;
  return {
    error_type: 'rate_limited',
    message:
      what === 'origin'
        ? `${who} may ask ${times}, so nothing was sent.`
        : `${who} may be asked ${times}, so nothing was sent.`,
    details: {
      reason: 'rate_limited',
      retry_after_ms: retryAfterMs,
      short: 'too many',
      limit: { key, points: limit.points, per_ms: limit.per_ms },
      hint: `Try again in ${seconds(retryAfterMs)}, or raise rate_limits in the bridge's configuration.`,
    },
  };
};

/** Null where all of them allow it; else why not, and when to try again. Without limits nothing is asked. */
export const refusedByRate = (
  limiter: RateLimiter,
  limits: readonly KeyedLimit[],
): Promise<Fault | null> | null => (limits.length === 0 ? null : firstRefusal(limiter, limits));

const firstRefusal = async (
  limiter: RateLimiter,
  limits: readonly KeyedLimit[],
): Promise<Fault | null> => {
  // One after another: a refused origin must not use up its target's points.
  for (const keyed of limits) {
    const taken = await limiter.take(keyed.key, keyed.limit);
    if (!taken.ok) return tooMany(keyed, taken.retryAfterMs);
  }
  return null;
};

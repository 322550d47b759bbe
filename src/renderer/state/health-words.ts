import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import { latency } from './figures.ts';
import { momentOf } from './local-time.ts';

export type DotState = 'answering' | 'sending' | 'attention' | 'down' | 'off';

export interface HealthWords {
  dot: DotState;
  words: string;
  /** In front of the words where there is room. */
  before?: string;
}

const inARow = (failures: number): string =>
  failures === 1 ? '1 failure' : `${failures} failures in a row`;

/** What became of the device's last commands, and, while it is left alone, when it is tried next. */
export const healthWords = (health: DeviceHealth | undefined, nowMs: number): HealthWords => {
  switch (health?.state) {
    case 'answering':
      return health.latency_ms === null
        ? { dot: 'answering', words: 'answering' }
        : { dot: 'answering', before: 'answering ', words: latency(health.latency_ms) };
    case 'sending':
      return { dot: 'sending', words: 'sending' };
    case 'failing':
      return {
        dot: 'attention',
        words: health.failures > 0 ? inARow(health.failures) : 'not answering',
      };
    case 'open': {
      const next = health.next_try_at === null ? null : momentOf(health.next_try_at);
      const left = next === null ? 0 : Math.ceil((next - nowMs) / 1000);
      return {
        dot: 'down',
        before: 'held back, ',
        words: left > 0 ? `next try in ${left} s` : 'the next press tries it',
      };
    }
    case 'probing':
      return { dot: 'attention', before: 'held back, ', words: 'trying it now' };
    case 'stale':
      return { dot: 'attention', words: 'not answering' };
    case 'untried':
    case undefined:
      return { dot: 'off', words: 'not tried yet' };
  }
};

/** The whole of it, for a tooltip: what went wrong, how often, and what the app does about it. */
export const healthStory = (health: DeviceHealth | undefined): string | null => {
  if (!health) return null;
  const held = health.state === 'open' || health.state === 'probing';
  return (
    [
      health.message,
      health.failures > 1 ? `${inARow(health.failures)}.` : null,
      held
        ? 'Commands to it are held back, so that they do not wait in vain; one tries it when the time is over.'
        : null,
    ]
      .filter((part) => part !== null)
      .join(' ') || null
  );
};

/** Whether a device wants to be looked at. */
export const needsAttention = ({ state }: DeviceHealth): boolean =>
  state === 'failing' || state === 'open' || state === 'probing' || state === 'stale';

import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Device } from '#shared/contract/device.ts';
import type { DeviceHealth } from '#shared/contract/telemetry.ts';
import { isSimulated } from '#shared/domain/target.ts';
import { momentOf } from '../../state/local-time.ts';

/**
 * `proved`: it is so; `unproved`: nobody has seen it; `stale`: it was so; `wrong`: the last try showed the
 * opposite; `cannot`: this kind of connection can't show it.
 */
export type StepState = 'proved' | 'unproved' | 'stale' | 'wrong' | 'cannot';

export interface DeviceSteps {
  configured: StepState;
  reachable: StepState;
  answering: StepState;
  /** `answering`, `held back, next try in 7 s`. */
  words: string;
  tone: 'good' | 'attention' | 'plain';
}

/** An answer older than this shows nothing about now. Milliseconds. */
export const STALE_AFTER_MS = 5 * 60_000;

/** `7 s`, `12 min`, `3 h`. */
export const ageWords = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
};

/** Where its commands go: `10.20.4.12:8000 · HTTP`. */
export const addressOf = (device: Device, config: BridgeConfig | undefined): string => {
  if (device.group) return device.group.device_ids.join(', ');
  if (isSimulated(device)) return 'built-in simulator';
  const url = device.connection_url ?? null;
  if (url === null)
    return config
      ? `${config.host}:${config.port} · the show’s Companion`
      : 'the show’s Companion';
  const [scheme = '', rest = ''] = url.split('://');
  return `${rest.replace(/\/$/, '')} · ${scheme.toUpperCase()}`;
};

/** Datagrams: nothing comes back that could prove anything. */
export const isMute = ({ connection_url }: Device): boolean =>
  /^(udp|osc):/.test(connection_url ?? '');

/** It has an address: its own, the show's or the simulator's. */
const isConfigured = (device: Device, config: BridgeConfig | undefined): boolean =>
  isSimulated(device) || (device.connection_url ?? '') !== '' || config !== undefined;

const proof = (at: string | null, nowMs: number): StepState => {
  const moment = at === null ? null : momentOf(at);
  if (moment === null) return 'unproved';
  return nowMs - moment > STALE_AFTER_MS ? 'stale' : 'proved';
};

const heldWords = ({ state, next_try_at }: DeviceHealth, nowMs: number): string => {
  if (state === 'probing') return 'held back, trying it now';
  const next = next_try_at === null ? null : momentOf(next_try_at);
  const left = next === null ? 0 : Math.ceil((next - nowMs) / 1000);
  return left > 0 ? `held back, next try in ${left} s` : 'held back, the next command tries it';
};

const groupSteps = (device: Device, members: readonly DeviceSteps[]): DeviceSteps => {
  const { mode = 'failover', device_ids = [] } = device.group ?? {};
  const least = (name: 'reachable' | 'answering'): StepState => {
    const states = members.map((member) => member[name]);
    const isProved =
      mode === 'mirror'
        ? states.length > 0 && states.every((state) => state === 'proved')
        : states.includes('proved');
    if (isProved) return 'proved';
    return states.find((state) => state !== 'proved') ?? 'unproved';
  };
  const answering = members.filter((member) => member.answering === 'proved').length;
  const isShort = members.length < device_ids.length;
  return {
    configured: isShort ? 'wrong' : 'proved',
    reachable: least('reachable'),
    answering: least('answering'),
    words: isShort ? 'a member is missing' : `${answering} of ${device_ids.length} answering`,
    tone: isShort ? 'attention' : answering > 0 ? 'good' : 'plain',
  };
};

/** What is proved of a device, each step on its own. `members`: those of its group, as they stand. */
export const deviceSteps = (
  device: Device,
  health: DeviceHealth | undefined,
  nowMs: number,
  config: BridgeConfig | undefined,
  members: readonly DeviceSteps[] = [],
): DeviceSteps => {
  if (device.group) return groupSteps(device, members);
  const mute = isMute(device) && !isSimulated(device);
  const reachable = proof(health?.last_reached_at ?? null, nowMs);
  const answering: StepState = mute ? 'cannot' : proof(health?.last_answer_at ?? null, nowMs);
  const configured = isConfigured(device, config) ? 'proved' : 'wrong';
  const steps = (
    words: string,
    tone: DeviceSteps['tone'],
    change: Partial<DeviceSteps> = {},
  ): DeviceSteps => ({ configured, reachable, answering, words, tone, ...change });
  if (configured === 'wrong') return steps('has no address', 'attention');
  const state = health?.state;
  if (health && (state === 'open' || state === 'probing'))
    return steps(heldWords(health, nowMs), 'attention', {
      reachable: 'wrong',
      answering: mute ? 'cannot' : 'unproved',
    });
  if (health && state === 'failing')
    return steps(
      health.failures > 1 ? `${health.failures} failures in a row` : 'the last try failed',
      'attention',
      { answering: mute ? 'cannot' : 'wrong' },
    );
  if (health && state === 'stale')
    return steps(`stale, ${health.missed} missed`, 'attention', {
      reachable: reachable === 'unproved' ? 'wrong' : 'stale',
      answering: mute ? 'cannot' : answering === 'unproved' ? 'unproved' : 'stale',
    });
  if (device.observe_only === true && !isSimulated(device) && answering !== 'proved')
    return steps('observe only', 'plain');
  if (mute)
    return steps(state === 'sending' ? 'sends, cannot answer' : 'cannot answer', 'plain');
  if (answering === 'proved')
    return steps(isSimulated(device) ? 'simulator answers' : 'answering', 'good');
  if (answering === 'stale') {
    const at = momentOf(health?.last_answer_at ?? '');
    return steps(`stale, ${ageWords(nowMs - (at ?? nowMs))}`, 'attention');
  }
  if (reachable === 'proved') return steps('reachable, not asked', 'plain');
  return steps('not asked yet', 'plain');
};

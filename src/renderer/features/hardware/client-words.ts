import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import type { HardwareClientStatus, HardwareState } from '#shared/contract/hardware.ts';
import { latency } from '../../state/figures.ts';
import { duration, momentOf } from '../../state/local-time.ts';

export type Tone = 'green' | 'amber' | 'quiet';

const TONES: Record<HardwareState, Tone> = {
  open: 'green',
  stale: 'amber',
  waiting: 'amber',
  connecting: 'quiet',
  stopped: 'quiet',
};

export const toneOf = (state: HardwareState): Tone => TONES[state];

/** `1.9 s` while it matters to the tenth, then `41 s`, `3 min`. `–` where there was nothing. */
export const ageWords = (ms: number | null): string => {
  if (ms === null) return '–';
  if (ms < 60_000) return `${(Math.max(0, ms) / 1000).toFixed(ms < 9_950 ? 1 : 0)} s`;
  return duration(ms);
};

/** `1 204`. */
export const countWords = (count: number): string =>
  String(count).replace(/\B(?=(\d{3})+$)/g, '\u202F');

/** Since a moment that the engine names; null where there was none. */
export const sinceMs = (at: string | null, now: number): number | null => {
  const moment = at === null ? null : momentOf(at);
  return moment === null ? null : Math.max(0, now - moment);
};

/** `open 47 min`, `try 4 in 1.6 s`: what its state means at this moment. */
export const storyOf = (client: HardwareListing, now: number): string => {
  const { state, attempts } = client;
  switch (state) {
    case 'open':
    case 'stale': {
      const since = sinceMs(client.opened_at, now);
      const open = since === null ? 'open' : `open ${duration(since)}`;
      return state === 'stale' ? `${open}, but silent` : open;
    }
    case 'waiting': {
      const next = client.next_try_at === null ? null : momentOf(client.next_try_at);
      const left = next === null ? 0 : Math.max(0, next - now);
      return `try ${attempts + 1} in ${(left / 1000).toFixed(1)} s`;
    }
    case 'connecting':
      return attempts > 1 ? `try ${attempts} is under way` : 'connecting';
    case 'stopped':
      if (client.elsewhere) return 'another control room runs it';
      if (client.problem !== null) return 'can’t run';
      // It was not stopped by anybody: trying again would not help.
      return client.last_error !== null && client.enabled ? 'gave up' : 'nothing is tried';
  }
};

const known = (ms: number | null): string => (ms === null ? '–' : latency(ms));

/** `0 %`, `0.4 %`, `12 %`. */
export const lossWords = (loss: number | null): string => {
  if (loss === null) return '–';
  const percent = loss * 100;
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
};

const signed = (ms: number): string => {
  const text = Math.abs(ms).toFixed(1);
  return `${ms < 0 && text !== '0.0' ? '−' : '+'}${text}`;
};

/** `+3.2 ± 0.9 ms`. */
export const offsetWords = ({
  clock_offset_ms: offset,
  clock_margin_ms: margin,
}: Pick<HardwareClientStatus, 'clock_offset_ms' | 'clock_margin_ms'>): string =>
  offset === null ? '–' : `${signed(offset)} ± ${margin === null ? '?' : margin.toFixed(1)} ms`;

/** The round trip in one sentence, for the line that draws it. */
export const roundTripStory = (status: HardwareClientStatus): string =>
  status.rtt_history_ms.length === 0
    ? 'Round trip: no ping was answered yet'
    : `Round trip: now ${known(status.rtt_ms)}, p50 ${known(status.rtt_p50_ms)}, p95 ${known(status.rtt_p95_ms)}, loss ${lossWords(status.loss)}`;

const order = new Intl.Collator('en', { numeric: true });

/** As one looks for them: `buzzer_2` before `buzzer_10`. */
export const inOrder = (ids: readonly string[]): string[] =>
  ids.toSorted((one, other) => order.compare(one, other));

const STATES: readonly HardwareState[] = ['open', 'stale', 'waiting', 'connecting', 'stopped'];

/** How many are in each state, of those that occur. */
export const stateCounts = (
  clients: readonly { state: HardwareState }[],
): { state: HardwareState; count: number }[] =>
  STATES.map((state) => ({
    state,
    count: clients.filter((client) => client.state === state).length,
  })).filter(({ count }) => count > 0);

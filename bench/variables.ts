import { systemClock } from '../src/main/clock.ts';
import { OperationTimes, timedProvider } from '../src/main/state/variables/operation-times.ts';
import { openBridged, openLocal } from '../src/main/state/variables/providers.ts';
import type { Answer } from '../src/main/state/variables/state-provider.ts';
import { figure, median, type Figure } from './figure.ts';
import { timed } from './load.ts';
import { onStateRig } from './master-state.ts';

const CALLS = 2000;
const ROUNDS = 7;
const BATCH = Array.from({ length: 20 }, (_, n) => `batch_${n}`);

const given = <T>(answer: Answer<T>): T => {
  if (answer.ok) return answer.value;
  throw new Error(answer.error.message);
};

const p50 = async (count: number, work: (n: number) => Promise<unknown>): Promise<number> => {
  const samples: number[] = [];
  for (let n = 0; n < count; n += 1) samples.push(await timed(() => work(n)));
  return median(samples);
};

/** One after the other, timed as the app times them, beside the bare command of the same round. */
export const variableFigures = (): Promise<Figure[]> =>
  onStateRig(async ({ link, redis }) => {
    const clock = systemClock;
    const times = new OperationTimes();
    const bridged = given(await openBridged({ link, clock, sessionId: 'bench' }));
    const state = timedProvider(bridged, times, clock);
    const local = timedProvider(given(await openLocal({ clock })), times, clock);
    for (const one of ['x', ...BATCH]) {
      given(await state.register(one, 'float', 1, { constraints: { min: 0 } }));
      given(await local.register(one, 'float', 1));
    }
    await redis.set('bench:get', '1');
    const rows: { bare: number; get: number; set: number; many: number; local: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await p50(CALLS, () => redis.get('bench:get'));
      const get = await p50(CALLS, async () => given(await state.get('x')));
      const set = await p50(CALLS, async (n) => given(await state.set('x', n)));
      const many = await p50(CALLS / 4, async () => given(await state.getMany(BATCH)));
      const inMemory = await p50(CALLS, async () => given(await local.get('x')));
      // The first warms up.
      if (round > 0) rows.push({ bare, get, set, many, local: inMemory });
    }
    const middle = (pick: (row: (typeof rows)[number]) => number) => median(rows.map(pick));
    const row = (name: string, pick: (row: (typeof rows)[number]) => number, most: number) => {
      const ratio = middle((one) => pick(one) / one.bare);
      return figure({
        name,
        value: middle(pick),
        unit: 'ms p50',
        raw: middle(({ bare }) => bare),
        goal: `≤ ${most} × a bare GET`,
        ok: ratio <= most,
      });
    };
    const set = middle((one) => one.set);
    return [
      row('variables.get', ({ get }) => get, 1.5),
      figure({
        name: 'variables.set',
        value: set,
        unit: 'ms p50',
        raw: middle(({ bare }) => bare),
        goal: '< 5 ms',
        ok: set < 5,
      }),
      row('variables.batch', ({ many }) => many / BATCH.length, 1),
      row('variables.local', ({ local: inMemory }) => inMemory, 0.5),
    ];
  });

import { Pool } from 'undici';
import { figure, median, percentile, type Figure } from './figure.ts';
import { byHandRecorder } from './by-hand.ts';
import { rate, timed } from './load.ts';
import { onRig, type Rig } from './rig.ts';

const SAMPLES = 4000;
/** Until connections and scripts are there. */
const WARM_UP = 200;
/** Short ones, so that all three run under the same conditions: those of a shared machine change by the second. */
const ROUNDS = 48;
/** More buttons than can come round within the spacing of 30 ms: no press ever waits for its turn. */
const BUTTONS = Array.from({ length: 310 }, (_, index) => ({
  page: 1 + Math.floor(index / 31),
  row: Math.floor((index % 31) / 8),
  col: (index % 31) % 8,
}));

const overhead = async (rig: Rig, pool: Pool): Promise<Figure[]> => {
  const names: string[] = [];
  for (const { page, row, col } of BUTTONS)
    names.push(
      await rig.intent(`press_${page}_${row}_${col}`, 'companion_http_press', {
        page,
        row,
        col,
      }),
    );
  const record = byHandRecorder(rig.redis);
  const engine: number[] = [];
  const byHand: number[] = [];
  const half = BUTTONS.length / 2;
  for (let i = 0; i < SAMPLES + WARM_UP; i += 1) {
    const name = names[i % half] ?? '';
    const button = BUTTONS[half + (i % half)] ?? { page: 1, row: 0, col: 0 };
    const { page, row, col } = button;
    const ours = await timed(() =>
      rig.engine.execute({ intent_name: name, origin: 'operator' }),
    );
    const theirs = await timed(async () => {
      const response = await pool.request({
        method: 'POST',
        path: `/api/location/${page}/${row}/${col}/press`,
      });
      await response.body.text();
      await record(`${page}_${row}_${col}`);
    });
    if (i < WARM_UP) continue;
    engine.push(ours);
    byHand.push(theirs);
  }
  const over50 = median(engine) - median(byHand);
  const over99 = percentile(engine, 0.99) - percentile(byHand, 0.99);
  return [
    figure({
      name: 'engine.http.overhead.p50',
      value: over50,
      unit: 'ms over by hand',
      raw: median(byHand),
      goal: '≤ 0.1 ms over',
      ok: over50 <= 0.1,
    }),
    figure({
      name: 'engine.http.overhead.p99',
      value: over99,
      unit: 'ms over by hand',
      raw: percentile(byHand, 0.99),
      goal: '≤ 2 ms over',
      ok: over99 <= 2,
    }),
  ];
};

const throughput = async (rig: Rig, pool: Pool): Promise<Figure[]> => {
  const variables = { name: 'test', value: 'on air' };
  const name = await rig.intent('set_variable', 'companion_http_variable', variables);
  const record = byHandRecorder(rig.redis);
  const post = async () => {
    const response = await pool.request({
      method: 'POST',
      path: '/api/custom-variable/test/value?value=on%20air',
    });
    await response.body.text();
  };
  const rates = { bare: [] as number[], byHand: [] as number[], engine: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await rate(1000, 16, post);
    const byHand = await rate(1000, 16, async () => {
      await post();
      await record(null);
    });
    const engine = await rate(1000, 16, () =>
      rig.engine.execute({ intent_name: name, origin: 'operator' }),
    );
    if (round < ROUNDS / 6) continue;
    rates.bare.push(bare);
    rates.byHand.push(byHand);
    rates.engine.push(engine);
  }
  const [engine, bare, byHand] = [rates.engine, rates.bare, rates.byHand].map(median);
  if (!engine || !bare || !byHand) return [];
  return [
    figure({
      name: 'engine.http.throughput.undici',
      value: engine,
      unit: '/s',
      raw: bare,
      goal: '≥ 30 % of bare undici',
      ok: engine >= 0.3 * bare,
    }),
    figure({
      name: 'engine.http.throughput.by-hand',
      value: engine,
      unit: '/s',
      raw: byHand,
      goal: '≥ 50 % of by hand',
      ok: engine >= 0.5 * byHand,
    }),
  ];
};

/** HTTP: what the engine costs over the least code that sends the same request and writes the same to Redis. */
export const httpFigures = (): Promise<Figure[]> =>
  onRig(async (rig) => {
    const pool = new Pool(`http://${rig.targets.host}:${rig.targets.http}`, {
      connections: 16,
    });
    try {
      const first = await overhead(rig, pool);
      await rig.configure({
        pacing: { button_gap_ms: 0, target_gap_ms: 0, datagram_gap_ms: 0 },
      });
      return [...first, ...(await throughput(rig, pool))];
    } finally {
      await pool.close();
    }
  });

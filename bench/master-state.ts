import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { systemClock } from '../src/main/clock.ts';
import { createLog } from '../src/main/log.ts';
import { MasterState } from '../src/main/state/master-state/master-state.ts';
import { createRedisShelf } from '../src/main/state/master-state/redis-shelf.ts';
import { RedisLink } from '../src/main/state/redis-link.ts';
import { prepareStateScripts } from '../src/main/state/state-scripts.ts';
import { MASTER_PREFIX } from '../src/main/state/state-keys.ts';
import { startManagedRedis } from '../src/main/store/redis/managed-server.ts';
import { figure, median, percentile, type Figure } from './figure.ts';
import { rate, timed } from './load.ts';

/** Short rounds and many: load and the two modes of a round trip change, and each is judged by its own floor. */
const COMMITS = 300;
const WRITERS = 8;
const ROUNDS = 40;
const SESSION = 'bench';
const KEY = MASTER_PREFIX + SESSION;

/** As large as a small show's state: about a kilobyte. */
const data = {
  n: 0,
  cameras: Array.from({ length: 8 }, (_, slot) => ({
    slot,
    name: `camera ${slot}`,
    tally: 'off',
  })),
  notes: 'x'.repeat(400),
};
const patchOf = (n: number) => [{ op: 'replace', path: '/n', value: n }];

const casLua = readFileSync(
  new URL('../src/main/store/redis/compare-and-set.lua', import.meta.url),
  'utf8',
);

export interface StateRig {
  link: RedisLink;
  /** For the work done by hand. */
  redis: Redis;
  connect(): Redis;
}

/** A managed Redis of its own, the state's connection and a plain one. */
export const onStateRig = async <T>(work: (rig: StateRig) => Promise<T>): Promise<T> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mcr-bench-'));
  const log = createLog('error');
  const server = await startManagedRedis({ dataDir, clock: systemClock, log });
  if (server.kind === 'missing') throw new Error(server.message);
  const { path } = server;
  const link = new RedisLink(
    { label: 'bench', topology: 'single', options: { path } },
    systemClock,
    log,
    prepareStateScripts,
  );
  await link.ready;
  const opened: Redis[] = [];
  const connect = (): Redis => {
    const client = new Redis({ path });
    opened.push(client);
    return client;
  };
  try {
    return await work({ link, redis: connect(), connect });
  } finally {
    for (const client of opened) client.disconnect();
    link.close();
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};

/** The least that keeps an update from being lost: one script, no history, one writer at a time. */
const bare = async (redis: Redis, count: number): Promise<number> => {
  const sha = String(await redis.script('LOAD', casLua));
  let text = JSON.stringify({ version: 0, data });
  await redis.set('bench:bare', text);
  return rate(count, 1, async (version) => {
    const next = JSON.stringify({ version, data: { ...data, n: version } });
    if ((await redis.evalsha(sha, 1, 'bench:bare', text, next)) !== 1)
      throw new Error('somebody else wrote');
    text = next;
  });
};

/** The seed's way with a history: a look, then SET and XADD in a transaction. Three round trips. */
const byWatch = async (redis: Redis, count: number): Promise<number> => {
  await redis.set('bench:watch', JSON.stringify({ version: 0, data }));
  return rate(count, 1, async (version) => {
    const [, text] = await Promise.all([redis.watch('bench:watch'), redis.get('bench:watch')]);
    const before: { version: number; data: typeof data } = JSON.parse(text ?? '');
    const record = JSON.stringify({
      version,
      patch: patchOf(version),
      inverse: patchOf(before.data.n),
    });
    const next = JSON.stringify({ version, data: { ...before.data, n: version } });
    const result = await redis
      .multi()
      .set('bench:watch', next)
      .xadd('bench:watch:history', 'MAXLEN', '~', 1000, `${version}-0`, 'record', record)
      .exec();
    if (result === null) throw new Error('somebody else wrote');
  });
};

const fresh = async ({ link, redis }: StateRig): Promise<MasterState> => {
  await redis.flushall();
  const state = new MasterState({ shelf: createRedisShelf(link), clock: systemClock });
  await state.initializeState(SESSION, data, 'bench');
  return state;
};

/** One writer, each commit after the one before, history included. */
const alone = async (rig: StateRig, count: number): Promise<number> => {
  const state = await fresh(rig);
  return rate(count, 1, async (n) => {
    const result = await state.commitPatch(SESSION, n, patchOf(n), { origin: 'bench' });
    if (!result.success) throw new Error('refused');
  });
};

/** Eight writers of this process on one key, and what each commit took. */
const crowd = async (rig: StateRig): Promise<{ perSecond: number; samples: number[] }> => {
  const state = await fresh(rig);
  const samples: number[] = [];
  const perSecond = await rate(COMMITS, WRITERS, async () => {
    samples.push(
      await timed(() =>
        state.update(SESSION, (now) => patchOf(Number(now.data['n']) + 1), 'bench'),
      ),
    );
  });
  const text: { version: number; data: { n: number } } = JSON.parse(
    (await rig.redis.get(KEY)) ?? '',
  );
  if (text.version !== COMMITS + 1 || text.data.n !== COMMITS)
    throw new Error('an update was lost');
  return { perSecond, samples };
};

export const masterStateFigures = (): Promise<Figure[]> =>
  onStateRig(async (rig) => {
    const rows: { bare: number; watch: number; alone: number; crowd: number }[] = [];
    const taken: number[] = [];
    await bare(rig.redis, 500);
    await alone(rig, 500);
    for (let round = 0; round < ROUNDS; round += 1) {
      const floor = await bare(rig.redis, COMMITS);
      const watch = await byWatch(rig.redis, COMMITS);
      const one = await alone(rig, COMMITS);
      const { perSecond, samples } = await crowd(rig);
      taken.push(...samples);
      rows.push({ bare: floor, watch, alone: one, crowd: perSecond });
    }
    const middle = (pick: (row: (typeof rows)[number]) => number) => median(rows.map(pick));
    const ratio = middle((row) => row.alone / row.bare);
    const p99 = percentile(taken, 0.99);
    return [
      figure({
        name: 'state.commit',
        value: middle((row) => row.alone),
        unit: 'commits/s, one writer',
        raw: middle((row) => row.bare),
        goal: '≥ 0.4 × a bare compare-and-set',
        ok: ratio >= 0.4,
      }),
      figure({
        name: 'state.commit.watch',
        value: middle((row) => row.watch),
        unit: 'commits/s with WATCH and a history, by hand',
        raw: middle((row) => row.bare),
        goal: 'below state.commit',
        ok: middle((row) => row.alone / row.watch) >= 1,
      }),
      figure({
        name: 'state.crowd',
        value: middle((row) => row.crowd),
        unit: `commits/s, ${WRITERS} writers on one key`,
        raw: middle((row) => row.bare),
        goal: '≥ 0.4 × a bare compare-and-set',
        ok: middle((row) => row.crowd / row.bare) >= 0.4,
      }),
      figure({
        name: 'state.crowd.p99',
        value: p99,
        unit: 'ms p99',
        goal: '≤ 5 ms',
        ok: p99 <= 5,
      }),
    ];
  });

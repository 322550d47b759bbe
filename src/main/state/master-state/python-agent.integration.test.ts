import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { RedisFixture } from '../../store/redis/redis-fixture.ts';
import { linkOn } from '../redis-link-fixture.ts';
import type { RedisLink } from '../redis-link.ts';
import { MASTER_PREFIX } from '../state-keys.ts';
import { MasterState } from './master-state.ts';
import { createRedisShelf } from './redis-shelf.ts';

const S = 'shared';
const origin = 'operator';
const hasPython = spawnSync('python3', ['--version']).error === undefined;

/** An agent in another process that works with the seed's own class. */
class PythonAgent {
  private readonly child: ChildProcess;
  private readonly lines: Interface;
  constructor(socket: string) {
    const script = join(import.meta.dirname, 'python', 'agent.py');
    this.child = spawn('python3', ['-B', script, socket, S], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!this.child.stdout) throw new Error('no stdout');
    this.lines = createInterface({ input: this.child.stdout });
  }

  async call(method: string, ...args: unknown[]): Promise<unknown> {
    const line = once(this.lines, 'line');
    this.child.stdin?.write(`${JSON.stringify([method, ...args])}\n`);
    const [text]: unknown[] = await line;
    return JSON.parse(String(text));
  }

  async close(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.stdin?.end();
    await gone;
  }
}

const done = (new_version: number) => ({ success: true, new_version, conflict: false });

describe.skipIf(!hasPython)('the seed in Python (skipped where there is no python3)', () => {
  let redis: RedisFixture;
  let link: RedisLink;
  let state: MasterState;
  let agent: PythonAgent;
  const raw = () => redis.other().get(MASTER_PREFIX + S);
  beforeAll(async () => {
    redis = await RedisFixture.open({ appendfsync: 'no' });
  });
  beforeEach(async () => {
    link = await linkOn(redis);
    state = new MasterState({ shelf: createRedisShelf(link), clock: systemClock });
    agent = new PythonAgent(redis.path);
  });
  afterEach(async () => {
    await agent.close();
    link.close();
    await redis.reset();
  });
  afterAll(() => redis.close());

  const refused = { success: false, new_version: 0, conflict: true };

  it('gives the same answers', async () => {
    expect(await agent.call('get_snapshot')).toEqual([0, {}]);
    expect(await state.getSnapshot(S)).toEqual({ version: 0, data: {} });
    expect(await state.initializeState(S, { a: 1 }, origin)).toEqual(done(1));
    expect(await agent.call('initialize_state', { a: 2 })).toEqual(refused);
    expect(await agent.call('get_snapshot')).toEqual([1, { a: 1 }]);
    const patch = [{ op: 'replace', path: '/a/b', value: 'ü' }];
    expect(await agent.call('commit_patch', 1, patch)).toEqual(done(2));
    expect(await state.commitPatch(S, 1, patch, { origin, mode: 'flat' })).toMatchObject(
      refused,
    );
    expect(await state.commitPatch(S, 2, patch, { origin, mode: 'flat' })).toEqual(done(3));
    expect(await agent.call('commit_patch', 2, patch)).toEqual(refused);
    expect(await agent.call('get_snapshot')).toEqual([3, { a: 1, 'a/b': 'ü' }]);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>[]]>([
    [
      'texts',
      { 'schlüssel ': '😀 \u007f"\\/\n\t\u0001\u2028' },
      [{ op: 'add', path: '/é/x', value: '\u0000' }],
    ],
    [
      'numbers',
      { i: 1, f: 0.1, small: 0.00001, tiny: 1.5e-7, big: 2 ** 53 - 1, huge: 1e300, no: -2.5 },
      [{ op: 'replace', path: '/i', value: 0.00002 }],
    ],
    [
      'shapes',
      { l: [], o: {}, n: null, t: [true, false, [1, [2]]] },
      [
        { op: 'remove', path: '/l' },
        { op: 'add', path: '/z', value: { a: [] } },
      ],
    ],
    [
      'nothing',
      {},
      [
        { op: 'remove', path: '/x' },
        { op: 'spam', path: '/y' },
        { op: 'replace', path: '' },
      ],
    ],
  ])('writes the same bytes: %s', async (_name, data, patch) => {
    await agent.call('initialize_state', data);
    const begun = await raw();
    expect(await agent.call('commit_patch', 1, patch)).toEqual(done(2));
    const committed = await raw();
    await redis.other().flushall();
    await state.initializeState(S, data, origin);
    expect(await raw()).toBe(begun);
    await state.commitPatch(S, 1, patch, { origin, mode: 'flat' });
    expect(await raw()).toBe(committed);
  });

  it('loses no update while both write, and its commits are watched', async () => {
    await state.initializeState(S, { n: 0 }, origin);
    const ending = new AbortController();
    const events = state.watch(S, ending.signal);
    await events.next();
    const counting = agent.call('count', 300);
    const kinds = new Set<string>();
    const ours = async () => {
      for (let i = 0; i < 300; i += 1)
        await state.update(
          S,
          ({ data }) => [{ op: 'replace', path: '/n', value: Number(data['n']) + 1 }],
          origin,
        );
    };
    await Promise.all([counting, ours()]);
    expect(await state.getSnapshot(S)).toEqual({ version: 601, data: { n: 600 } });
    let version = 1;
    for await (const event of events) {
      if (event.kind === 'snapshot') ({ version } = event.snapshot);
      else if (event.kind === 'commit') {
        expect(event.commit.base).toBe(version);
        ({ version } = event.commit);
        kinds.add(event.commit.kind);
      }
      if (version === 601) break;
    }
    expect([...kinds]).toContain('foreign');
    ending.abort();
  });
});

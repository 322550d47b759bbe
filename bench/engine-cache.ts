import { once } from 'node:events';
import { figure, percentile, type Figure } from './figure.ts';
import { onRig, type Rig } from './rig.ts';

const READS = ['get', 'mget', 'hget', 'hgetall', 'exists', 'scan'];

const readsServed = async (rig: Rig): Promise<number> => {
  const stats = await rig.redis.info('commandstats');
  return READS.reduce((sum, command) => {
    const calls = new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1];
    return sum + Number(calls ?? 0);
  }, 0);
};

const lookups = async (rig: Rig): Promise<Figure> => {
  const intent = await rig.intent('looked_up', 'companion_udp_variable', {
    name: 'test',
    value: 1,
  });
  await rig.engine.execute({ intent_name: intent, origin: 'operator' });
  const before = await readsServed(rig);
  for (let i = 0; i < 1000; i += 1)
    await rig.engine.execute({ intent_name: intent, origin: 'operator' });
  const perExecution = ((await readsServed(rig)) - before) / 1000;
  return figure({
    name: 'engine.cache.lookups',
    value: perExecution,
    unit: 'reads per execution',
    raw: 3,
    goal: '0',
    ok: perExecution === 0,
  });
};

/** From another process's write (its command sent) to the new value in an execution's look-up. */
const seen = async (rig: Rig): Promise<Figure> => {
  const key = 'mcr:mapping:companion:intent:watched';
  await rig.intent('watched', 'companion_udp_variable', { name: 'test', value: -1 });
  const samples: number[] = [];
  for (let i = 0; i < 500; i += 1) {
    const change = new EventTarget();
    const stop = rig.engine.store.onChange((event) => {
      if (event.kind === 'intent' && event.value?.description === String(i))
        change.dispatchEvent(new Event('seen'));
    });
    const noticed = once(change, 'seen', { signal: AbortSignal.timeout(2000) });
    const from = performance.now();
    await rig.redis.set(
      key,
      JSON.stringify({ intent_name: 'watched', description: String(i), actions: [] }),
    );
    await noticed;
    samples.push(performance.now() - from);
    stop();
    const now = rig.engine.store.peek('intent', 'watched');
    if (now?.found !== 'present' || now.value.description !== String(i))
      throw new Error('told of a change that a look-up does not see');
  }
  const value = percentile(samples, 0.99);
  return figure({
    name: 'engine.cache.seen',
    value,
    unit: 'ms p99',
    goal: '≤ 50 ms',
    ok: value <= 50,
  });
};

export const cacheFigures = (): Promise<Figure[]> =>
  onRig(async (rig) => {
    await rig.configure({ pacing: { button_gap_ms: 0, target_gap_ms: 0, datagram_gap_ms: 0 } });
    return [await lookups(rig), await seen(rig)];
  });

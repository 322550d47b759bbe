import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../clock-double.ts';
import { OperationTimes, timedProvider } from './operation-times.ts';
import { openLocal } from './providers.ts';
import { retryExpired } from './retry-expired.ts';
import { given } from './state-provider-conformance.ts';

const begin = async () => {
  const clock = new ManualClock();
  const provider = given(await openLocal({ clock }));
  given(await provider.register('x', 'integer', 1));
  return { clock, provider };
};

describe('an expired session', () => {
  it('is tried again with back-off until it is there', async () => {
    const { clock, provider } = await begin();
    const exported = given(await provider.export());
    await provider.cleanup();
    const asked = retryExpired(provider, { clock }).get('x');
    await clock.advance(100);
    given(await provider.import(exported));
    await clock.advance(200);
    expect(given(await asked)).toBe(1);
  });

  it('is given up after three times, in 0.7 s', async () => {
    const { clock, provider } = await begin();
    await provider.cleanup();
    let answered = 0;
    const asked = retryExpired(provider, { clock })
      .set('x', 2)
      .then((answer) => {
        answered = clock.monotonic();
        return answer;
      });
    await clock.advance(5000);
    expect(await asked).toMatchObject({ error: { code: 'session_expired' } });
    expect(answered).toBe(700);
  });

  it('is not what else can go wrong', async () => {
    const { clock, provider } = await begin();
    const retrying = retryExpired(provider, { clock });
    expect(await retrying.get('y')).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('operations', () => {
  it('are timed by backend, errors apart', async () => {
    const { clock, provider } = await begin();
    const times = new OperationTimes();
    const slow = timedProvider(
      {
        ...provider,
        backend: 'local',
        get: async (name) => {
          await clock.sleep(10);
          return provider.get(name);
        },
      },
      times,
      clock,
    );
    const asked = [slow.get('x'), slow.get('nobody')];
    await clock.advance(10);
    await Promise.all(asked);
    const [get] = times.all();
    expect(get).toMatchObject({
      backend: 'local',
      operation: 'get',
      count: 1,
      errors: { not_found: 1 },
    });
    expect(get?.mean_ms).toBe(10);
    expect(get?.p99_ms).toBeGreaterThan(9);
  });
});

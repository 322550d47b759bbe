import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { MasterState } from './master-state.ts';
import { createMemoryShelf } from './memory-shelf.ts';

const S = 's';

it.each([
  ['large', 'x'.repeat(400_000), 1_700_000, 300],
  ['small', 'x', 1_000_000, 5],
])(
  '%s changes are read back in pages that Redis answers in time',
  async (_, text, most, calls) => {
    const kept = createMemoryShelf();
    const pages: number[] = [];
    const shelf = {
      ...kept,
      async before(session: string, id: string | null, limit: number) {
        const rows = await kept.before(session, id, limit);
        pages.push(rows.reduce((sum, { record }) => sum + record.length, 0));
        return rows;
      },
    };
    const state = new MasterState({ shelf, clock: systemClock });
    for (let n = 0; n < 60; n += 1)
      await state.update(S, () => [{ op: 'add', path: '/text', value: n + text }], 'x');
    const history = await state.history(S, { limit: 100 });
    expect(history.map(({ version }) => version)).toEqual(
      Array.from({ length: history.length }, (__, n) => 60 - n),
    );
    expect((await state.versionAt(S, 50))?.data).toEqual({ text: 49 + text });
    expect(Math.max(...pages)).toBeLessThan(most);
    expect(pages.length).toBeLessThan(calls);
  },
);

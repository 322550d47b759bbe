import { expect, test } from 'vitest';
import { z } from 'zod';
import { savableRest } from './savable-rest.ts';

const Schema: z.ZodType<Record<string, unknown>> = z
  .looseObject({
    name: z.string().regex(/^[a-z]+$/),
    note: z.string(),
    rows: z.number(),
    cols: z.number(),
    port: z.number().max(65535).optional(),
    retry: z.object({ attempts: z.number().max(5), wait: z.number() }),
    actions: z.array(z.object({ of: z.string().min(1) })),
    facts: z.record(z.string(), z.number()).optional(),
  })
  .refine(({ rows, cols }) => rows <= cols, {
    path: ['rows'],
    message: 'not higher than wide',
  });

const base = {
  name: 'cut',
  note: 'a',
  rows: 2,
  cols: 3,
  retry: { attempts: 1, wait: 1 },
  actions: [{ of: 'x' }],
};
const rest = (change: object) => savableRest(base, { ...base, ...change }, Schema);

test('a wrong field stays as it is stored, all else is saved', () => {
  expect(rest({ name: 'CUT', note: 'b' })).toEqual({
    ok: true,
    value: { ...base, note: 'b' },
    typed: { ...base, note: 'b' },
    saved: ['note'],
    left: ['name'],
    together: [],
  });
});

test('a deep field alone is left; of a list all of it', () => {
  expect(rest({ retry: { attempts: 9, wait: 2 } })).toMatchObject({
    value: { retry: { attempts: 1, wait: 2 } },
    left: ['retry.attempts'],
  });
  expect(rest({ note: 'b', actions: [{ of: 'x' }, { of: '' }, { of: 'y' }] })).toMatchObject({
    value: { note: 'b', actions: [{ of: 'x' }] },
    left: ['actions'],
  });
});

test('a field that was not there is not there', () => {
  const found = rest({ note: 'b', port: 70_000, facts: { 'a.b': 1 } });
  expect(found).toMatchObject({ ok: true, left: ['port'], saved: ['note', 'facts'] });
  expect(found.ok && 'port' in found.value).toBe(false);
});

test('what hangs together waits together', () => {
  // rows is wrong by itself; without its change, cols would be.
  expect(rest({ rows: 'x', cols: 1, note: 'b' })).toMatchObject({
    ok: true,
    value: { ...base, note: 'b' },
    left: ['rows'],
    together: ['cols'],
    saved: ['note'],
  });
  expect(rest({ rows: 4, cols: 3, note: 'b' })).toMatchObject({ ok: true, left: ['rows'] });
});

test('why nothing can be saved', () => {
  expect(rest({ name: 'CUT' })).toMatchObject({ ok: false, why: 'nothing', left: ['name'] });
  expect(savableRest(null, { ...base, name: '' }, Schema)).toMatchObject({
    ok: false,
    why: 'new',
    left: ['name'],
  });
  const Never = Schema.refine(() => false, { path: [], message: 'no' });
  expect(savableRest(base, { ...base, note: 'b' }, Never)).toMatchObject({
    ok: false,
    why: 'together',
    together: ['note'],
  });
});

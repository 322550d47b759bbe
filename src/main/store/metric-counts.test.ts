import { expect, test } from 'vitest';
import { OutcomeSchema } from '#shared/contract/execution.ts';
import { metricCounts, metricsOf } from './metric-counts.ts';
import { aRecording, anExecution } from './store-samples.ts';

const counted = OutcomeSchema.options.map((outcome) => {
  const success = outcome === 'ok' || outcome === 'sent';
  const counts = metricCounts(aRecording(anExecution({ outcome, success })));
  return [outcome, Object.fromEntries(counts)] as const;
});

test.each(counted)('%s', (outcome, counts) => {
  const expected = {
    ok: 'intents_executed',
    sent: 'intents_executed',
    failed: 'intents_failed',
    unknown: 'intents_failed',
    skipped: null,
    cancelled: null,
    refused: null,
    expired: null,
  }[outcome];
  const names = Object.keys(counts).filter((name) => name.startsWith('intents_'));
  expect(names).toEqual(expected === null ? [] : [expected]);
});

test('what was never meant to reach a device does not lower the success rate', () => {
  const sums: Record<string, number> = {};
  for (const [, counts] of counted)
    for (const [name, by] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + by;
  const texts = Object.entries(sums).map(([name, sum]) => [name, String(sum)]);
  expect(metricsOf(Object.fromEntries(texts))).toMatchObject({
    intents_executed: 2,
    intents_failed: 2,
    success_rate: 0.5,
  });
});

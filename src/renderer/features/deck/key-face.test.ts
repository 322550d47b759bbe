import { describe, expect, it } from 'vitest';
import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { keyFace, resultOf, type OwnPress, type OwnResult } from './key-face.ts';

const run = (id: string, more: Partial<ExecutionSummary> = {}): ExecutionSummary => ({
  execution_id: id,
  origin: 'operator',
  intent_name: 'cut',
  key: null,
  started_at: '2026-11-21T20:14:35.118Z',
  target: 'studio',
  outcome: 'ok',
  reason: '18 ms',
  latency_ms: 18,
  attempts: 1,
  ...more,
});
const result = (executionId: string | null, more: Partial<OwnResult> = {}): OwnResult => ({
  executionId,
  outcome: 'failed',
  reason: 'no button',
  latencyMs: 22.7,
  armedMs: null,
  fault: null,
  ...more,
});
const press = (more: Partial<OwnPress>): OwnPress => ({
  held: false,
  holdMs: null,
  waiting: 0,
  before: null,
  result: null,
  ...more,
});

const refusal = (reason: string, more: Record<string, unknown> = {}) => ({
  execution_id: '01B',
  outcome: 'refused' as const,
  latency_ms: 1,
  error: {
    error_type: 'refused' as const,
    message: 'Press once more.',
    details: { reason, ...more },
  },
});

describe('keyFace', () => {
  it('is blank when nothing has run', () => {
    expect(keyFace(undefined, undefined).outcome).toBeNull();
  });

  it('shows what others ran', () => {
    expect(keyFace(run('01B'), undefined)).toMatchObject({ outcome: 'ok', words: 'ok' });
    expect(keyFace(run('01B', { outcome: null }), undefined).outcome).toBe('running');
  });

  it('takes the old outcome away while the key is held, until there is news', () => {
    const held = press({ held: true, waiting: 1, before: '01A' });
    expect(keyFace(run('01A'), held).outcome).toBeNull();
    expect(keyFace(run('01B'), held).outcome).toBe('ok');
  });

  it('is running between letting go and the answer', () => {
    expect(keyFace(run('01A'), press({ waiting: 1, before: '01A' })).outcome).toBe('running');
  });

  it('shows the own answer before the mirror has it', () => {
    const answered = press({ before: '01A', result: result('01B') });
    expect(keyFace(run('01A'), answered)).toMatchObject({
      outcome: 'failed',
      words: 'no button',
      executionId: '01B',
    });
  });

  it('gives way to a run that began later, and not to a stale line of the same run', () => {
    const answered = press({ before: '01A', result: result('01B') });
    expect(keyFace(run('01C'), answered).executionId).toBe('01C');
    expect(keyFace(run('01B', { outcome: null }), answered).outcome).toBe('failed');
  });

  it('keeps a local refusal until anything runs', () => {
    const refused = press({ before: '01A', result: result(null, { outcome: 'refused' }) });
    expect(keyFace(run('01A'), refused).outcome).toBe('refused');
    expect(keyFace(run('01B'), refused).outcome).toBe('ok');
  });
});

describe('a guarded key', () => {
  it('fills its ring while it is held, whatever the list already says', () => {
    const held = press({ held: true, holdMs: 800, waiting: 1, before: '01A' });
    const face = keyFace(run('01B', { outcome: null }), held);
    expect(face).toMatchObject({ outcome: 'holding', movesMs: 800 });
    expect(keyFace(run('01B'), { ...held, held: false }).outcome).toBe('ok');
  });

  it('is armed, and no fault', () => {
    const armed = resultOf(refusal('armed', { within_ms: 3000 }));
    expect(keyFace(run('01A'), press({ before: '01A', result: armed }))).toMatchObject({
      outcome: 'armed',
      words: 'press again',
      movesMs: 3000,
      fault: null,
    });
  });

  it('shows nothing of a press that came to nothing, until something runs', () => {
    const lapsed = { ...resultOf(refusal('confirm')), outcome: null };
    const own = press({ before: '01A', result: lapsed });
    expect(keyFace(run('01A'), own)).toMatchObject({ outcome: null, words: '' });
    expect(keyFace(run('01C'), own).outcome).toBe('ok');
  });

  it('keeps every other refusal a refusal', () => {
    expect(resultOf(refusal('queue_full', { short: 'queue full' }))).toMatchObject({
      outcome: 'refused',
      reason: 'queue full',
    });
  });
});

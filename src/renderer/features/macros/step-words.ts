import type { StepReport } from '#shared/contract/execution.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { latency } from '../../state/figures.ts';
import type { StepDraft } from './draft.ts';

/** `0.38 s`, `1.91 s`, `12.4 s`: a duration as one compares it with another. */
export const seconds = (ms: number): string => {
  const s = ms / 1000;
  if (s >= 600)
    return `${Math.floor(s / 60)} min ${String(Math.round(s % 60)).padStart(2, '0')} s`;
  return `${s < 10 ? s.toFixed(2) : s.toFixed(1)} s`;
};

/** `3.9 ms`, `376 ms`, `1.31 s`. */
export const tookWords = (ms: number): string => (ms < 999.5 ? latency(ms) : seconds(ms));

const isPlain = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const MOST_SHOWN = 200;

/** Nobody reads more of it in a line, and laying it out takes time. */
const shortened = (text: string): string =>
  text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;

const conditionText = (text: string): string => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text.trim();
  }
  if (typeof value !== 'object' || value === null) return text.trim();
  const clauses = Object.entries(value);
  const isSimple = clauses.every(([name, each]) => !name.startsWith('$') && isPlain(each));
  if (!isSimple || clauses.length === 0) return text.trim();
  return clauses.map(([name, each]) => `${name} is ${String(each)}`).join(' and ');
};

/** `scene is news and level is 2` for a plain condition; any other as it is written. */
export const conditionWords = (text: string): string => shortened(conditionText(text));

/** What a step does, in a line. */
export const stepName = (step: StepDraft): string => {
  const repeated = step.items.trim() === '' ? '' : `For each ${step.as}: `;
  switch (step.kind) {
    case 'intent':
      return `${repeated}${shortened(step.intent_name.trim()) || 'No intent yet'}`;
    case 'macro':
      return `${repeated}${shortened(step.macro_id.trim()) || 'No macro yet'}`;
    case 'wait':
      return `Wait until ${conditionWords(step.wait_until) || '…'}`;
  }
};

const inSeconds = (text: string): string => {
  const ms = Number(text);
  return Number.isFinite(ms) ? seconds(ms).replace(/\.?0+ s$/, ' s') : text;
};

/** The second line: what is not as usual. */
export const stepNote = (step: StepDraft): string => {
  const notes = [
    step.delay_ms.trim() !== '' &&
      Number(step.delay_ms) !== 0 &&
      `after ${inSeconds(step.delay_ms)}`,
    step.kind === 'macro' && 'macro',
    step.conditions.trim() !== '' && `only if ${conditionWords(step.conditions)}`,
    !step.wait_for_completion && 'beside the next steps',
    `time-out ${inSeconds(step.timeout_ms)}`,
    step.fallback_intent.trim() !== '' && `else ${shortened(step.fallback_intent.trim())}`,
  ];
  return notes.filter((note) => note !== false).join(' · ');
};

export const policyWords = (step: StepDraft): string =>
  step.on_failure === 'retry' ? `retry ${step.retry_count.trim() || '?'}×` : step.on_failure;

/** What became of a step, in two or three words. */
export const reportWords = (report: StepReport): string => {
  if (report.state !== 'done' || report.outcome === null) return report.state;
  const words = outcomeWords(report.outcome, report.error);
  const good = report.outcome === 'ok' || report.outcome === 'sent';
  const took = good && report.took_ms !== null ? ` ${tookWords(report.took_ms)}` : '';
  const again = report.attempts > 1 ? `, ${report.attempts} tries` : '';
  return `${words}${took}${again}`;
};

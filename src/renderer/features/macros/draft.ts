import { z } from 'zod';
import type { Macro, MacroStep } from '#shared/contract/macro.ts';

const KINDS = ['intent', 'macro', 'wait'] as const;
export type StepKind = (typeof KINDS)[number];

/** A step as a person edits it: everything that is typed is text, and may be wrong. */
export const StepDraftSchema = z.object({
  /** Tells this step from its neighbours while it is moved about; never stored. */
  id: z.string(),
  /** Its number in the stored macro, null while it is not stored. */
  saved: z.int().nullable(),
  kind: z.enum(KINDS),
  intent_name: z.string(),
  macro_id: z.string(),
  wait_until: z.string(),
  delay_ms: z.string(),
  timeout_ms: z.string(),
  on_failure: z.enum(['abort', 'continue', 'retry']),
  retry_count: z.string(),
  fallback_intent: z.string(),
  wait_for_completion: z.boolean(),
  parallel: z.string(),
  items: z.string(),
  as: z.string(),
  conditions: z.string(),
  variables: z.string(),
  /** The stored step: fields that another writer added stay in it. */
  stored: z.record(z.string(), z.unknown()),
});
export type StepDraft = z.infer<typeof StepDraftSchema>;

export const MacroDraftSchema = z.object({
  macro_id: z.string(),
  macro_name: z.string(),
  description: z.string(),
  guard: z.string(),
  variables: z.string(),
  steps: z.array(StepDraftSchema),
  on_abort: z.array(StepDraftSchema),
  /** The macro as it was stored when the changes began, null for a new one. */
  stored: z.record(z.string(), z.unknown()).nullable(),
  /** Its revision then: saves and deletions go over this one and over no other. */
  revision: z.string().nullable(),
});
export type MacroDraft = z.infer<typeof MacroDraftSchema>;

/** The two lists that a macro has. */
export type StepList = 'steps' | 'on_abort';

const pretty = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  const text = JSON.stringify(value);
  return text === '{}' ? '' : text;
};

const kindOf = ({ wait_until, macro_id }: MacroStep): StepKind => {
  if (wait_until) return 'wait';
  return macro_id ? 'macro' : 'intent';
};

const itemsText = (items: unknown): string =>
  typeof items === 'string' ? items : pretty(items);

const stepDraftOf = (step: MacroStep, id: string): StepDraft => ({
  id,
  saved: step.step_number,
  kind: kindOf(step),
  intent_name: step.intent_name ?? '',
  macro_id: step.macro_id ?? '',
  wait_until: pretty(step.wait_until),
  delay_ms: String(step.delay_ms),
  timeout_ms: String(step.timeout_ms),
  on_failure: step.on_failure,
  retry_count: String(step.retry_count),
  fallback_intent: step.fallback_intent ?? '',
  wait_for_completion: step.wait_for_completion,
  parallel: step.parallel ?? '',
  items: itemsText(step.for_each?.items),
  as: step.for_each?.as ?? 'item',
  conditions: pretty(step.conditions),
  variables: pretty(step.variables),
  stored: step,
});

/** In the order in which they run. */
const inOrder = (steps: readonly MacroStep[]): MacroStep[] =>
  [...steps].sort((a, b) => a.step_number - b.step_number);

/** What a stored step is called here, by where it stands. */
export const storedStepId = ({ list, index }: { list: StepList; index: number }): string =>
  `${list === 'steps' ? 's' : 'a'}${index}`;

/** A stored macro, ready to be changed. */
export const draftOf = (macro: Macro, revision: string | null = null): MacroDraft => ({
  macro_id: macro.macro_id,
  macro_name: macro.macro_name,
  description: macro.description,
  guard: macro.guard ?? 'none',
  variables: pretty(macro.variables),
  steps: inOrder(macro.steps).map((step, index) =>
    stepDraftOf(step, storedStepId({ list: 'steps', index })),
  ),
  on_abort: inOrder(macro.on_abort).map((step, index) =>
    stepDraftOf(step, storedStepId({ list: 'on_abort', index })),
  ),
  stored: macro,
  revision,
});

let made = 0;

/** A step that is not stored yet. */
export const newStep = (kind: StepKind = 'intent'): StepDraft => {
  made += 1;
  return {
    id: `n${Date.now().toString(36)}${made}`,
    saved: null,
    kind,
    intent_name: '',
    macro_id: '',
    wait_until: '',
    delay_ms: '0',
    timeout_ms: '10000',
    on_failure: 'abort',
    retry_count: '1',
    fallback_intent: '',
    wait_for_completion: true,
    parallel: '',
    items: '',
    as: 'item',
    conditions: '',
    variables: '',
    stored: {},
  };
};

/** The same step once more, as a step of its own. */
export const copyOf = (step: StepDraft): StepDraft => {
  const { id } = newStep();
  return { ...step, id, saved: null };
};

export const newMacro = (macro_id: string): MacroDraft => ({
  macro_id,
  macro_name: '',
  description: '',
  guard: 'none',
  variables: '',
  steps: [newStep()],
  on_abort: [],
  stored: null,
  revision: null,
});

/** `macro_1`, or the first such name that is free. */
export const freeMacroId = (taken: ReadonlySet<string>, first = 'macro'): string => {
  for (let number = 1; ; number += 1)
    if (!taken.has(`${first}_${number}`)) return `${first}_${number}`;
};

import { create } from 'zustand';
import type { Execution, ExecutionSummary } from '#shared/contract/execution.ts';
import { ask } from '../../link/engine.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import { changeStep, insertStep, placeOf, removeStep } from './draft-edits.ts';
import { forgetHistory, holdHistory, letHistoryGo } from './draft-history.ts';
import { draftNow, dropDraft, editDraft, keepDraft, stepDraft } from './draft-store.ts';
import { newStep, type MacroDraft, type StepDraft } from './draft.ts';
import {
  recordedAs,
  spacingOf,
  type Fired,
  type IsStored,
  type Spacing,
} from './recorded-steps.ts';
import { forgetSaving } from './save-draft.ts';

/** Something that was fired and became a step. */
interface Taken extends Fired {
  execution_id: string;
  step_id: string;
  /** As it was written into the step. */
  spacing: Spacing | null;
}

export interface Recording {
  macroId: string;
  /** Milliseconds since 1970, by this page's clock. */
  startedAt: number;
  /** In the order in which they were fired. */
  taken: Taken[];
  /** What was fired and can't be a step, newest last. */
  refused: { execution_id: string; what: string; why: string }[];
  /** It was begun with the recording. */
  isNew: boolean;
}

/** The recording that goes on; null where none does. It ends with this page. */
export const useRecording = create<{ now: Recording | null }>(() => ({ now: null }));

const current = (): Recording | null => useRecording.getState().now;

const update = (to: Partial<Recording>): void =>
  useRecording.setState(({ now }) => ({ now: now && { ...now, ...to } }));

/** A step of a new macro that nobody has filled in yet. */
const isBlank = ({ saved, kind, intent_name }: StepDraft): boolean =>
  saved === null && kind === 'intent' && intent_name.trim() === '';

/** Behind the step that was fired before it, so that their order is that of their firing. */
const placed = (draft: MacroDraft, step: StepDraft, former: string | undefined): MacroDraft => {
  const place = former === undefined ? null : placeOf(draft, former);
  const index = place?.list === 'steps' ? place.index : draft.steps.length - 1;
  return insertStep(draft, { list: 'steps', index }, step);
};

const edit = (change: (draft: MacroDraft) => MacroDraft): void => {
  const recording = current();
  if (recording) editDraft(recording.macroId, change);
};

const changed = (stepId: string, to: Partial<StepDraft>): void =>
  edit((draft) => {
    const place = placeOf(draft, stepId);
    return place ? changeStep(draft, place, to) : draft;
  });

/** The values that it was asked with become those of its step. */
const takeContext = (stepId: string, { context }: Execution): void => {
  if (!context || Object.keys(context).length === 0) return;
  changed(stepId, { variables: JSON.stringify(context) });
};

const fetchContext = async ({ execution_id, step_id }: Taken): Promise<void> => {
  const recording = current();
  try {
    const execution = await ask((client, options) =>
      client.executions.get({ id: execution_id }, options),
    );
    if (current()?.startedAt === recording?.startedAt) takeContext(step_id, execution);
  } catch {
    say('The values of a recorded step could not be read: look at its variables.');
  }
};

const take = (run: ExecutionSummary, fires: 'intent' | 'macro', name: string): Taken => {
  const { taken } = current() ?? { taken: [] };
  const step: StepDraft = {
    ...newStep(fires),
    ...(fires === 'intent' ? { intent_name: name } : { macro_id: name }),
  };
  const former = taken.findLast(({ execution_id }) => execution_id < run.execution_id);
  edit((draft) => {
    const steps =
      taken.length === 0 ? draft.steps.filter((each) => !isBlank(each)) : draft.steps;
    return placed({ ...draft, steps }, step, former?.step_id);
  });
  announce('recording', `${name} recorded`);
  return {
    execution_id: run.execution_id,
    step_id: step.id,
    at: Date.parse(run.started_at),
    took_ms: null,
    spacing: null,
  };
};

const refuse = (run: ExecutionSummary, what: string, why: string): void => {
  const { refused = [] } = current() ?? {};
  if (refused.some(({ execution_id }) => execution_id === run.execution_id)) return;
  update({ refused: [...refused, { execution_id: run.execution_id, what, why }] });
  announce('recording', `${what} is no step: ${why}`);
};

const untake = (taken: Taken): void => {
  edit((draft) => {
    const place = placeOf(draft, taken.step_id);
    return place ? removeStep(draft, place) : draft;
  });
  update({ taken: (current()?.taken ?? []).filter((each) => each !== taken) });
};

const isStored: IsStored = (kind, name) => {
  const { intents, macros } = useMirror.getState();
  return name in (kind === 'intent' ? intents : macros);
};

const hear = (run: ExecutionSummary, macroId: string): void => {
  const recorded = recordedAs(run, macroId, isStored);
  const known = current()?.taken.find(({ execution_id }) => execution_id === run.execution_id);
  if (recorded.kind !== 'step') {
    if (known) untake(known);
    if (recorded.kind === 'not') refuse(run, recorded.what, recorded.why);
    return;
  }
  if (known && known.took_ms !== null) return;
  const hasEnded = run.outcome !== null;
  if (known && !hasEnded) return;
  const before = known ?? take(run, recorded.fires, recorded.name);
  const after = hasEnded ? { ...before, took_ms: run.latency_ms } : before;
  const others = (current()?.taken ?? []).filter((each) => each !== known);
  const taken = [...others, after].sort((a, b) => (a.execution_id < b.execution_id ? -1 : 1));
  update({ taken });
  if (hasEnded) void fetchContext(after);
};

/** Writes the pauses into the steps; what the operator changed by hand meanwhile stays where nothing new is known. */
const writeSpacing = (): void => {
  const taken = current()?.taken ?? [];
  const spacings = spacingOf(taken);
  const written = taken.map((each, index): Taken => {
    const spacing = spacings[index] ?? null;
    if (!spacing || JSON.stringify(spacing) === JSON.stringify(each.spacing)) return each;
    const { delay_ms, wait_for_completion } = spacing;
    changed(each.step_id, { delay_ms: String(delay_ms), wait_for_completion });
    return { ...each, spacing };
  });
  if (written.some((each, index) => each !== taken[index])) update({ taken: written });
};

const newestId = (): string =>
  Object.keys(useMirror.getState().executions).reduce((a, b) => (a > b ? a : b), '');

let stopListening: (() => void) | null = null;

const end = (): Recording | null => {
  const recording = current();
  stopListening?.();
  stopListening = null;
  if (recording) letHistoryGo(recording.macroId);
  useRecording.setState({ now: null });
  return recording;
};

const listen = (macroId: string): void => {
  const since = newestId();
  stopListening = useMirror.subscribe(({ executions }, before) => {
    if (executions === before.executions) return;
    if (!draftNow(macroId)) {
      end();
      say(`The recording has ended: there is no macro ${macroId} any more.`);
      return;
    }
    const fired = Object.values(executions)
      .filter((run) => run.execution_id > since && run.origin === 'operator' && !run.room)
      .sort((a, b) => (a.execution_id < b.execution_id ? -1 : 1));
    for (const run of fired) hear(run, macroId);
    writeSpacing();
  });
};

/** From now on what the operator fires becomes steps at the end of this macro. */
export const startRecording = (macroId: string, isNew = false): void => {
  const before = draftNow(macroId);
  if (!before || current()) return;
  forgetSaving(macroId);
  holdHistory(macroId, before);
  const startedAt = Date.now();
  useRecording.setState({ now: { macroId, startedAt, taken: [], refused: [], isNew } });
  listen(macroId);
  announce('recording', `Recording into ${before.macro_name || macroId}`);
};

/** Ends the recording; what was recorded stands in the draft. */
export const stopRecording = (): void => {
  const recording = end();
  if (!recording) return;
  const { length } = recording.taken;
  announce('recording', `Recording ended with ${length} step${length === 1 ? '' : 's'}`);
};

/** Ends the recording and takes all of it back. */
export const discardRecording = (): void => {
  const recording = end();
  if (!recording) return;
  const { macroId, isNew } = recording;
  const recorded = draftNow(macroId);
  if (isNew) {
    dropDraft(macroId);
    forgetHistory(macroId);
  } else stepDraft(macroId, 'undo');
  offerUndo('Recording discarded', () => {
    if (!recorded) return;
    if (isNew) keepDraft(macroId, recorded);
    else editDraft(macroId, () => recorded);
  });
};

import { ArrowRightToLine, Repeat2, StepForward } from 'lucide-react';
import { useIntents, useMacros } from '../../state/mirror-store.ts';
import type { FieldProblem } from './draft-candidate.ts';
import { problemAt } from './draft-problems.ts';
import type { StepDraft } from './draft.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Field, Tick } from './Field.tsx';

interface StepFormProps {
  step: StepDraft;
  /** As in `steps[2]`. */
  field: string;
  problems: readonly FieldProblem[];
  change: (change: Partial<StepDraft>) => void;
}

const KINDS = [
  { value: 'intent', words: 'Intent' },
  { value: 'macro', words: 'Macro' },
  { value: 'wait', words: 'Wait until' },
] as const;

const POLICIES = [
  { value: 'abort', words: 'Abort', icon: <ArrowRightToLine className="i i-14" aria-hidden /> },
  {
    value: 'continue',
    words: 'Continue',
    icon: <StepForward className="i i-14" aria-hidden />,
  },
  { value: 'retry', words: 'Retry', icon: <Repeat2 className="i i-14" aria-hidden /> },
] as const;

const missing = (name: string, known: object, what: string): string | undefined =>
  name.trim() === '' || name.trim() in known
    ? undefined
    : `There is no ${what} of this name yet; until then the step fails.`;

const What = ({ step, field, problems, change }: StepFormProps) => {
  const intents = useIntents();
  const macros = useMacros();
  switch (step.kind) {
    case 'intent':
      return (
        <Field
          label="Intent"
          value={step.intent_name}
          names={Object.keys(intents).sort()}
          problem={problemAt(problems, `${field}.intent_name`)}
          help={missing(step.intent_name, intents, 'intent')}
          onChange={(intent_name) => change({ intent_name })}
        />
      );
    case 'macro':
      return (
        <Field
          label="Macro"
          value={step.macro_id}
          names={Object.keys(macros).sort()}
          problem={problemAt(problems, `${field}.macro_id`)}
          help={missing(step.macro_id, macros, 'macro')}
          onChange={(macro_id) => change({ macro_id })}
        />
      );
    case 'wait':
      return (
        <Field
          label="Until this holds"
          kind="json"
          placeholder='{"button.state": "idle"}'
          value={step.wait_until}
          problem={problemAt(problems, `${field}.wait_until`)}
          help="Over context, variables, device and button (which ones, see More). It fails when the time-out passes first."
          onChange={(wait_until) => change({ wait_until })}
        />
      );
  }
};

const PLACE_EXAMPLE = '{"device_id": "studio_main", "page": 1, "row": 0, "col": 5}';

const More = ({ step, field, problems, change }: StepFormProps) => {
  const at = (name: string): string | null => problemAt(problems, `${field}.${name}`);
  return (
    <>
      <Field
        label="Only if"
        kind="json"
        placeholder='{"scene": "news"}'
        value={step.conditions}
        problem={at('conditions')}
        help="Where it does not hold, the step is skipped."
        onChange={(conditions) => change({ conditions })}
      />
      <Field
        label="Variables"
        kind="json"
        placeholder={step.kind === 'wait' ? PLACE_EXAMPLE : '{"level": 0.7}'}
        value={step.variables}
        problem={at('variables')}
        help={step.kind === 'wait' ? 'The device and the button that it looks at.' : undefined}
        onChange={(variables) => change({ variables })}
      />
      <div className="pair">
        <Field
          label="For each of"
          kind="figure"
          placeholder="[1, 2, 3]"
          value={step.items}
          problem={problemAt(problems, `${field}.for_each.items`) ?? at('items')}
          help="A list, or the variable that holds one."
          onChange={(items) => change({ items })}
        />
        <Field
          label="Named"
          kind="figure"
          value={step.as}
          problem={problemAt(problems, `${field}.for_each.as`)}
          onChange={(as) => change({ as })}
        />
      </div>
      <Field
        label="Side by side in group"
        value={step.parallel}
        problem={at('parallel')}
        help="Neighbours with the same group start together."
        onChange={(parallel) => change({ parallel })}
      />
    </>
  );
};

const hasMore = (step: StepDraft): boolean =>
  [step.conditions, step.variables, step.items, step.parallel].some((text) => text !== '');

/** Everything that a step can be told. */
export const StepForm = (props: StepFormProps) => {
  const { step, field, problems, change } = props;
  const intents = useIntents();
  const at = (name: string): string | null => problemAt(problems, `${field}.${name}`);
  return (
    <div className="m-form">
      <Choice
        isWide
        label="It does"
        value={step.kind}
        options={KINDS}
        onChange={(kind) => change({ kind })}
      />
      <What {...props} />
      <div className="pair">
        <Field
          label="Wait before"
          unit="ms"
          kind="figure"
          value={step.delay_ms}
          problem={at('delay_ms')}
          onChange={(delay_ms) => change({ delay_ms })}
        />
        <Field
          label="Time-out"
          unit="ms"
          kind="figure"
          value={step.timeout_ms}
          problem={at('timeout_ms')}
          onChange={(timeout_ms) => change({ timeout_ms })}
        />
      </div>
      <Choice
        isWide
        label="When it fails"
        value={step.on_failure}
        options={POLICIES}
        onChange={(on_failure) => change({ on_failure })}
      />
      {step.on_failure === 'retry' && (
        <Field
          label="Times to try again"
          kind="figure"
          value={step.retry_count}
          problem={at('retry_count')}
          onChange={(retry_count) => change({ retry_count })}
        />
      )}
      <Field
        label="In its place, when it failed"
        value={step.fallback_intent}
        names={Object.keys(intents).sort()}
        problem={at('fallback_intent')}
        onChange={(fallback_intent) => change({ fallback_intent })}
      />
      <Tick
        label="Hold the next steps until this is done"
        checked={step.wait_for_completion}
        onChange={(wait_for_completion) => change({ wait_for_completion })}
      />
      <details open={hasMore(step) || undefined}>
        <summary>More</summary>
        <More {...props} />
      </details>
    </div>
  );
};

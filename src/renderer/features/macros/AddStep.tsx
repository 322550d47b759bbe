import { Plus, Shield, Timer, Workflow } from 'lucide-react';
import { insertStep } from './draft-edits.ts';
import { newStep, type MacroDraft, type StepKind, type StepList } from './draft.ts';

interface AddStepProps {
  draft: MacroDraft;
  /** Behind which a new step goes; at the end where none is chosen. */
  after: number | null;
  edit: (change: (draft: MacroDraft) => MacroDraft) => void;
  onAdded: (id: string) => void;
}

const KINDS = [
  { kind: 'intent', words: 'Intent', icon: Plus },
  { kind: 'wait', words: 'Wait until', icon: Timer },
  { kind: 'macro', words: 'Macro', icon: Workflow },
] as const satisfies { kind: StepKind; words: string; icon: typeof Plus }[];

/** New steps go behind the one that is chosen. */
export const AddStep = ({ draft, after, edit, onAdded }: AddStepProps) => {
  const add = (list: StepList, kind: StepKind): void => {
    const step = newStep(kind);
    const index = list === 'steps' && after !== null ? after : draft[list].length - 1;
    edit((before) => insertStep(before, { list, index }, step));
    onAdded(step.id);
  };
  return (
    <div className="m-add">
      {KINDS.map(({ kind, words, icon: Icon }) => (
        <button
          key={kind}
          type="button"
          className="btn"
          data-kind="quiet"
          onClick={() => add('steps', kind)}
        >
          <Icon className="i" aria-hidden />
          {words}
        </button>
      ))}
      <button
        type="button"
        className="btn"
        data-kind="quiet"
        onClick={() => add('on_abort', 'intent')}
      >
        <Shield className="i" aria-hidden />
        On abort
      </button>
      <span className="grow" />
      <span className="m-legend mut" aria-hidden>
        <i data-k="plan" /> expected
        <i data-k="ok" /> acknowledged
        <i data-k="sent" /> sent
        <i data-k="limit" /> until time-out
      </span>
    </div>
  );
};

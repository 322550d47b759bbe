import { OutcomeMark } from './OutcomeMark.tsx';

interface OutcomeLabelProps {
  /** Null while it runs. */
  outcome: string | null;
  reason: string;
}

/** An outcome in a line of a list: shape, word, then colour. */
export const OutcomeLabel = ({ outcome, reason }: OutcomeLabelProps) => {
  const shown = outcome ?? 'running';
  return (
    <span className="out" data-o={shown}>
      <OutcomeMark of={shown} />
      <span className="cut">{shown === 'ok' ? 'ok' : reason}</span>
    </span>
  );
};

import type { StepReport } from '#shared/contract/execution.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { reportWords } from './step-words.ts';

interface StepOutcomeProps {
  report: StepReport;
  /** The run has ended: what waits now never ran. */
  isOver: boolean;
}

/** What became of a step: shape, word and time. */
export const StepOutcome = ({ report, isOver }: StepOutcomeProps) => {
  if (report.state === 'waiting')
    return <span className="mut">{isOver ? 'not run' : 'waiting'}</span>;
  const shown = report.outcome ?? 'running';
  const words = reportWords(report);
  return (
    <span className="out" data-o={shown} title={report.error?.message ?? words}>
      <OutcomeMark of={shown} />
      <span className="cut">{words}</span>
    </span>
  );
};

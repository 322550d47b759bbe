import type { MacroReport, StepReport } from '#shared/contract/execution.ts';
import { figure } from '../../state/figures.ts';
import { pickRun } from '../../state/selection-store.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import { Bar } from './Lanes.tsx';
import type { TraceLanes } from './trace-lanes.ts';

interface MacroStepsProps {
  report: MacroReport;
  /** Null while it runs: its axis has no end yet. */
  spanOf: TraceLanes['spanOf'] | null;
}

const stateOf = ({ state, outcome }: StepReport): string =>
  state === 'running' ? 'running' : (outcome ?? 'waiting');

const isBad = ({ outcome }: StepReport): boolean =>
  outcome === 'failed' || outcome === 'unknown';

const Name = ({ step }: { step: StepReport }) => {
  const { execution_id: id, name } = step;
  if (id === null) return <span className="cut">{name}</span>;
  return (
    <button
      type="button"
      className="link cut"
      title="Show its trace"
      onClick={() => pickRun(id)}
    >
      {name}
    </button>
  );
};

/** The steps of a macro with what became of each; a step that fired something leads to its trace. */
export const MacroSteps = ({ report, spanOf }: MacroStepsProps) => (
  <ol className="m-steps" aria-label="Steps of the macro">
    {report.steps.map((step) => (
      <li key={step.step} data-inner={step.step.includes('.') || undefined}>
        <span className="fig mut">{step.step}</span>
        <span className="out" data-o={stateOf(step)}>
          <OutcomeMark of={stateOf(step)} />
          <span className="sr">{stateOf(step)}</span>
        </span>
        <Name step={step} />
        {step.attempts > 1 ? <span className="chip">{step.attempts}×</span> : <span />}
        {spanOf && step.at_ms !== null && step.took_ms !== null ? (
          <Bar span={spanOf(step.at_ms, step.took_ms)} kind={isBad(step) ? 'bad' : 'work'} />
        ) : (
          <span className="lane" />
        )}
        <span className="ms">
          {step.took_ms === null ? (
            <span className="mut">{stateOf(step)}</span>
          ) : (
            figure(step.took_ms)
          )}
        </span>
        {step.error && <p className="c-amber">{step.error.message}</p>}
      </li>
    ))}
  </ol>
);

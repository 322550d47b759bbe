import type { Execution } from '#shared/contract/execution.ts';
import { actionName, actionTarget } from '#shared/domain/action-target.ts';
import { hintOf } from '../../link/faults.ts';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { Facts } from './Facts.tsx';
import { Axis, Lanes } from './Lanes.tsx';
import { MacroSteps } from './MacroSteps.tsx';
import { traceLanes, type ActionLanes, type TraceLanes } from './trace-lanes.ts';
import { subjectOf, summaryOf } from './trace-text.ts';
import { Tries } from './Tries.tsx';
import { Wire } from './Wire.tsx';

const tone = (outcome: Execution['outcome']): string => {
  if (outcome === 'ok') return 'c-green';
  return outcome === 'failed' || outcome === 'unknown' ? 'c-amber' : '';
};

interface ActionProps extends ActionLanes {
  execution: Execution;
  lanesOf: TraceLanes;
}

const Action = ({ action, lanes, execution, lanesOf }: ActionProps) => {
  const several = execution.trace.length > 1;
  const { tries = [], served_by, error, simulated } = action;
  return (
    <section className="act" aria-label={`Action ${action.index + 1}`}>
      <h3 className="act-h">
        {several && <span className="fig mut">{action.index + 1}</span>}
        <span className="cut">{actionName(action)}</span>
        <span className="mut cut">→ {actionTarget(action)}</span>
        {simulated && (
          <span className="sim" title="It went to the built-in simulator">
            SIM
          </span>
        )}
        <span className="grow" />
        {served_by !== undefined && <span className="chip">served by {served_by}</span>}
        {action.attempts > 1 && tries.length === 0 && (
          <span className="chip">{action.attempts} attempts</span>
        )}
        {several && <OutcomeLabel outcome={action.outcome} reason={action.outcome} />}
      </h3>
      {several && error && error.message !== execution.error?.message && (
        <p className="act-why c-amber">{error.message}</p>
      )}
      <div className="act-two">
        <div>
          {tries.length > 0 && <Tries tries={tries} spanOf={lanesOf.spanOf} />}
          <Lanes lanes={lanes} />
          <Axis marks={lanesOf.axis} total={execution.latency_ms} />
        </div>
        <Wire action={action} />
      </div>
    </section>
  );
};

/** One run: what became of it and what to do, each action's steps on one axis, and the bytes. */
export const TraceBody = ({ execution }: { execution: Execution }) => {
  const { error, outcome, macro } = execution;
  const lanesOf = traceLanes(execution);
  const { before, actions, axis, spanOf } = lanesOf;
  const hint = error && hintOf(error);
  return (
    <ScrollRegion className="trace-scroll" label="Trace of the run">
      <div className="tr-sum">
        <p className="tr-what cut">{subjectOf(execution)}</p>
        <p className={tone(outcome)}>
          <b>{summaryOf(execution)}</b>
        </p>
        {hint && <p className="sec">{hint}</p>}
        <Facts execution={execution} />
      </div>
      {before.length > 0 && (
        <section className="act" aria-label="Before the first action">
          <h3 className="act-h">Before anything was sent</h3>
          <Lanes lanes={before} />
          <Axis marks={axis} total={execution.latency_ms} />
        </section>
      )}
      {macro && macro.steps.length > 0 && (
        <section className="act" aria-label="Macro">
          <h3 className="act-h">
            Steps
            <span className="mut">
              {macro.steps_executed} done, {macro.steps_failed} failed, in ms
            </span>
          </h3>
          <MacroSteps report={macro} spanOf={spanOf} />
        </section>
      )}
      {actions.map((lanes) => (
        <Action key={lanes.action.index} {...lanes} execution={execution} lanesOf={lanesOf} />
      ))}
      {actions.length === 0 && !macro && (
        <p className="tr-none sec">Nothing was sent: it ended before its first action.</p>
      )}
    </ScrollRegion>
  );
};

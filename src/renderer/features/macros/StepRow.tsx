import {
  ArrowRightToLine,
  Repeat2,
  Shield,
  Split,
  StepForward,
  Target,
  Timer,
  TriangleAlert,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import type { StepReport } from '#shared/contract/execution.ts';
import type { Axis } from './axis.ts';
import type { StepDraft, StepKind } from './draft.ts';
import { Lane } from './Lane.tsx';
import type { PlannedStep } from './plan.ts';
import type { Row } from './step-rows.ts';
import { StepOutcome } from './StepOutcome.tsx';
import { policyWords, stepName, stepNote } from './step-words.ts';

const KIND_ICONS: Record<StepKind, LucideIcon> = {
  intent: Target,
  macro: Workflow,
  wait: Timer,
};

const POLICY_ICONS: Record<StepDraft['on_failure'], LucideIcon> = {
  abort: ArrowRightToLine,
  continue: StepForward,
  retry: Repeat2,
};

interface StepRowProps {
  row: Row;
  axis: Axis;
  planned: PlannedStep | undefined;
  selected: boolean;
  /** Something about it has to be corrected. */
  isWrong: boolean;
  /** While the macro runs. */
  elapsed_ms: number | null;
  index: number;
  top: number;
}

/** What all parts of a group came to, in words. */
const groupWords = (reports: readonly StepReport[], count: number): string => {
  const done = reports.filter(({ state }) => state === 'done').length;
  return done === 0 ? '' : `${done} of ${count} done`;
};

const Policy = ({ step }: { step: StepDraft }) => {
  const Icon = POLICY_ICONS[step.on_failure];
  return (
    <span className="chip st-policy" title={`When it fails: ${policyWords(step)}`}>
      <Icon className="i" aria-hidden />
      <span>{policyWords(step)}</span>
    </span>
  );
};

interface Cells {
  number: ReactNode;
  icon: ReactNode;
  name: ReactNode;
  policy: ReactNode;
  outcome: ReactNode;
}

const cellsOf = (row: Row, isWrong: boolean, isOver: boolean): Cells => {
  switch (row.type) {
    case 'step': {
      const Icon = isWrong ? TriangleAlert : KIND_ICONS[row.step.kind];
      return {
        number: row.number,
        icon: <Icon className={isWrong ? 'i c-amber' : 'i'} aria-hidden />,
        name: (
          <>
            <b className="cut">{stepName(row.step)}</b>
            <span className="cut mut">{stepNote(row.step)}</span>
          </>
        ),
        policy: <Policy step={row.step} />,
        outcome: row.report && <StepOutcome report={row.report} isOver={isOver} />,
      };
    }
    case 'part':
      return {
        number: row.report.step,
        icon: null,
        name: <b className="cut">{row.report.name}</b>,
        policy: null,
        outcome: row.report && <StepOutcome report={row.report} isOver={isOver} />,
      };
    case 'group':
      return {
        number: null,
        icon: <Split className="i" aria-hidden />,
        name: (
          <>
            <b className="cut">{row.name}</b>
            <span className="mut">{row.count} side by side</span>
          </>
        ),
        policy: null,
        outcome: <span className="mut">{groupWords(row.reports, row.count)}</span>,
      };
    case 'abort':
      return {
        number: null,
        icon: <Shield className="i" aria-hidden />,
        name: (
          <>
            <b>On abort or cancel</b>
            <span className="mut">{row.count === 1 ? '1 step' : `${row.count} steps`}</span>
          </>
        ),
        policy: null,
        outcome: null,
      };
  }
};

const limitOf = (row: Row): number | null =>
  row.type === 'step' && row.step.kind === 'wait' ? Number(row.step.timeout_ms) : null;

const reportOf = (row: Row): StepReport | null =>
  row.type === 'step' || row.type === 'part' ? row.report : null;

/** One line: the step, and its bar on the time axis. */
export const StepRow = (props: StepRowProps) => {
  const { row, axis, planned, selected, isWrong, elapsed_ms, index, top } = props;
  const cells = cellsOf(row, isWrong, elapsed_ms === null);
  const report = reportOf(row);
  const style: CSSProperties = { transform: `translateY(${top}px)` };
  return (
    <tr
      id={`step-${row.id}`}
      className="st"
      data-type={row.type}
      data-row={row.type === 'step' || row.type === 'part' ? row.id : undefined}
      data-in-group={row.type === 'step' && row.inGroup !== 'no' ? row.inGroup : undefined}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={style}
    >
      <td className="n fig">{cells.number}</td>
      <td className="ty">{cells.icon}</td>
      <td className="nm">{cells.name}</td>
      <td className="po">{cells.policy}</td>
      <td className="oc">{cells.outcome}</td>
      <td className="ln">
        <Lane
          axis={axis}
          planned={planned}
          report={report}
          elapsed_ms={elapsed_ms}
          limit_ms={limitOf(row)}
        />
      </td>
    </tr>
  );
};

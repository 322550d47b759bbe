import type { StepReport } from '#shared/contract/execution.ts';
import { stepNumbers } from './draft-candidate.ts';
import type { MacroDraft, StepDraft, StepList } from './draft.ts';
import { stepGroups } from './plan.ts';

/** One line of the list of steps. */
export type Row =
  | {
      type: 'step';
      id: string;
      list: StepList;
      step: StepDraft;
      number: number;
      /** In a parallel group: whether it is the last of it. */
      inGroup: 'no' | 'yes' | 'last';
      report: StepReport | null;
    }
  /** A part of the step above: a step of a nested macro, or one round. */
  | { type: 'part'; id: string; of: string; report: StepReport }
  | { type: 'group'; id: string; name: string; count: number; reports: StepReport[] }
  | { type: 'abort'; id: string; count: number };

export interface Reports {
  byStep: ReadonlyMap<string, StepReport>;
  /** Steps of nested macros and rounds, by the step that they are part of. */
  parts: ReadonlyMap<string, StepReport[]>;
}

/** `4` and `abort.4` are steps of the macro itself; what follows is a part of them. */
const OWN = /^(?:abort\.)?[^.]+/;

export const reportsByStep = (reports: readonly StepReport[]): Reports => {
  const parts = new Map<string, StepReport[]>();
  for (const report of reports) {
    const own = OWN.exec(report.step)?.[0] ?? report.step;
    if (own === report.step) continue;
    const known = parts.get(own);
    if (known) known.push(report);
    else parts.set(own, [report]);
  }
  return { byStep: new Map(reports.map((report) => [report.step, report])), parts };
};

/**
 * How the report names each stored step: by its number, of which a second one is `3#2`; those that run on an abort
 * have a list of their own. Null for a step that is not stored.
 */
const reportNames = (steps: readonly StepDraft[], list: StepList): (string | null)[] => {
  const seen = new Map<number, number>();
  return steps.map(({ saved }) => {
    if (saved === null) return null;
    const nth = (seen.get(saved) ?? 0) + 1;
    seen.set(saved, nth);
    return `${list === 'steps' ? '' : 'abort.'}${saved}${nth > 1 ? `#${nth}` : ''}`;
  });
};

const partsOf = ({ parts }: Reports, name: string | null, id: string): Row[] =>
  (name === null ? [] : (parts.get(name) ?? [])).map((report) => ({
    type: 'part',
    id: `${id}/${report.step}`,
    of: id,
    report,
  }));

const rowsOf = (draft: MacroDraft, list: StepList, reports: Reports): Row[] => {
  const numbers = stepNumbers(draft, list);
  const names = reportNames(draft[list], list);
  let at = 0;
  return stepGroups(draft[list]).flatMap((group) => {
    const isGroup = group.length > 1;
    const rows = group.flatMap((step, index): Row[] => {
      const number = numbers[at] ?? 0;
      const name = names[at] ?? null;
      at += 1;
      const inGroup = !isGroup ? 'no' : index === group.length - 1 ? 'last' : 'yes';
      const report = name === null ? null : (reports.byStep.get(name) ?? null);
      const parts = partsOf(reports, name, step.id);
      return [{ type: 'step', id: step.id, list, step, number, inGroup, report }, ...parts];
    });
    const [first] = group;
    if (!isGroup || !first) return rows;
    const own = rows.flatMap((row) => (row.type === 'step' && row.report ? [row.report] : []));
    const name = first.parallel.trim();
    return [
      { type: 'group', id: `g${first.id}`, name, count: group.length, reports: own },
      ...rows,
    ];
  });
};

/** Steps, groups and parts in the order in which they are shown, each with what became of it. */
export const stepRows = (draft: MacroDraft, reports: Reports): Row[] => {
  const steps = rowsOf(draft, 'steps', reports);
  if (draft.on_abort.length === 0) return steps;
  return [
    ...steps,
    { type: 'abort', id: 'on_abort', count: draft.on_abort.length },
    ...rowsOf(draft, 'on_abort', reports),
  ];
};

/** Whether a line can be chosen: headings can't. */
export const isChoosable = ({ type }: Row): boolean => type === 'step' || type === 'part';

/** The line that an arrow key leads to; null where the key leads nowhere. */
export const rowFrom = (
  rows: readonly Row[],
  selected: string | null,
  key: string,
): string | null => {
  const chosen = rows.filter(isChoosable).map(({ id }) => id);
  const at = selected === null ? -1 : chosen.indexOf(selected);
  const to: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: Math.max(0, at - 1),
    Home: 0,
    End: chosen.length - 1,
  };
  const index = to[key];
  if (index === undefined) return null;
  return chosen[Math.min(index, chosen.length - 1)] ?? null;
};

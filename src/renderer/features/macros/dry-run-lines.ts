import { z } from 'zod';
import type {
  ActionTrace,
  CommandView,
  Execution,
  StepReport,
} from '#shared/contract/execution.ts';
import { actionTarget } from '#shared/domain/action-target.ts';
import { seconds, tookWords } from './step-words.ts';

/** A command that a macro would send, or why a step would send none. */
export interface DryRunLine {
  id: number;
  step: string;
  /** When its step is expected to begin. */
  at_ms: number | null;
  target: string;
  command: string;
  transport: string;
  isProblem: boolean;
}

export interface DryRunView {
  lines: DryRunLine[];
  commands: number;
  /** Steps and actions that would fail. */
  problems: number;
  expected_ms: number;
}

/** Control characters are escaped, so that nothing in it is invisible. */
const visible = (text: string): string =>
  JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

const commandLine = (command: CommandView): string => {
  switch (command.transport) {
    case 'http':
      return `${command.method} ${pathOf(command.url)}${command.body === null ? '' : ` ${visible(command.body)}`}`;
    case 'osc':
      return [
        command.address,
        ...command.args.map(({ type, value }) =>
          value === undefined ? type : `${type} ${value}`,
        ),
      ].join(' ');
    case 'tcp':
    case 'udp':
      return visible(command.payload);
    case 'obs':
      return [command.request_type, command.request_data ?? ''].join(' ').trimEnd();
    case 'hardware':
      return `${command.message_type} ${JSON.stringify(command.fields)}`;
    case 'camera':
      return `${command.command} ${JSON.stringify(command.payload)}`;
  }
};

/** What the engine says of a dry run: which step each action is of, in their order, and how long it would take. */
const MetadataSchema = z.object({
  step_actions: z.array(z.string()).catch([]),
  expected_ms: z.number().nullable().catch(null),
});

const ofAction = (action: ActionTrace, step: string, report: StepReport | undefined) => ({
  step,
  at_ms: report?.at_ms ?? null,
  target: actionTarget(action),
  command: action.command
    ? commandLine(action.command)
    : (action.error?.message ?? `Nothing: ${action.outcome}`),
  transport: action.command?.transport.toUpperCase() ?? '–',
  isProblem: action.command === null,
});

const ofReport = (report: StepReport) => ({
  step: report.step,
  at_ms: report.at_ms,
  target: '–',
  command: report.error?.message ?? report.name,
  transport: '–',
  isProblem: report.outcome === 'failed' || report.outcome === 'refused',
});

const endOf = ({ at_ms, took_ms }: StepReport): number => (at_ms ?? 0) + (took_ms ?? 0);

/** Each command under its step, in the order of the steps; a step without one says why. */
export const dryRunLines = ({ trace, macro, metadata }: Execution): DryRunView => {
  const steps = macro?.steps ?? [];
  const { step_actions, expected_ms } = MetadataSchema.parse(metadata);
  const byStep = Map.groupBy(trace.keys(), (index) => step_actions[index] ?? '');
  const reports = new Map(steps.map((report) => [report.step, report]));
  const parents = new Set(steps.map(({ step }) => /^(.+)\.[^.]+$/.exec(step)?.[1]));
  const actionsOf = (step: string) =>
    (byStep.get(step) ?? []).flatMap((index) => {
      const action = trace[index];
      return action ? [ofAction(action, step, reports.get(step))] : [];
    });
  const told = steps.flatMap((report) => {
    const lines = actionsOf(report.step);
    return lines.length > 0 || parents.has(report.step) ? lines : [ofReport(report)];
  });
  const untold = [...byStep.keys()].filter((step) => !reports.has(step)).flatMap(actionsOf);
  const lines = [...told, ...untold].map((line, id) => ({ id, ...line }));
  return {
    lines,
    commands: trace.filter(({ command }) => command !== null).length,
    problems: lines.filter(({ isProblem }) => isProblem).length,
    expected_ms: expected_ms ?? Math.max(0, ...steps.map(endOf)),
  };
};

/** The time that the delays alone take; how long the devices need is not known before they were asked. */
export const expectedWords = (ms: number): string =>
  ms < 1 ? 'no delays' : `${tookWords(ms)} expected`;

/** A dry run as text, for a message or a run sheet. */
export const dryRunText = (macroId: string, execution: Execution): string => {
  const { lines, expected_ms } = dryRunLines(execution);
  return [
    `${macroId}: dry run, nothing was sent; ${expectedWords(expected_ms)}`,
    ...lines.map(
      ({ step, at_ms, target, command }) =>
        `${step.padEnd(6)} ${at_ms === null ? '–' : seconds(at_ms)}  ${target}  ${command}`,
    ),
    '',
  ].join('\n');
};

import type {
  ActionTrace,
  Attempt,
  CommandView,
  Execution,
  MacroReport,
  Reply,
  TraceStep,
} from '#shared/contract/execution.ts';
import { actionName, actionTarget } from '#shared/domain/action-target.ts';
import { obsStatusWords } from '#shared/domain/obs-status.ts';
import { hintOf } from '../../link/faults.ts';
import { latency } from '../../state/figures.ts';

type StateChange = NonNullable<ActionTrace['state_change']>;

const STATUS_WORDS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const statusLine = (status: number): string =>
  `${status}${STATUS_WORDS[status] ? ` ${STATUS_WORDS[status]}` : ''}`;

/** `i 7`, `s "left"`, `T`. */
export const oscArgument = ({
  type,
  value,
}: {
  type: string;
  value?: number | string;
}): string => {
  if (value === undefined) return type;
  return `${type} ${typeof value === 'string' && type === 's' ? JSON.stringify(value) : value}`;
};

/** `camera cam_1`, or all that were told. */
export const cameraWords = ({
  slot,
  slots,
}: Extract<CommandView, { transport: 'camera' }>): string =>
  slots ? `all cameras (${slots.join(', ')})` : `camera ${slot}`;

const commandText = (command: CommandView): string[] => {
  switch (command.transport) {
    case 'http':
      return [
        `sent  ${command.method} ${command.url}`,
        ...Object.entries(command.headers).map(([name, value]) => `      ${name}: ${value}`),
        ...(command.body === null ? [] : [`      ${command.body}`]),
      ];
    case 'osc': {
      const args = command.args.map(oscArgument).join('  ');
      return [
        `sent  osc/${command.via} ${command.host}:${command.port} ${command.address} ${args}`,
      ];
    }
    case 'tcp':
    case 'udp':
      return [
        `sent  ${command.transport} ${command.host}:${command.port} ${JSON.stringify(command.payload)}`,
      ];
    case 'obs':
      return [
        `sent  obs ${command.host}:${command.port} ${command.request_type} ${command.request_data ?? ''}`.trimEnd(),
      ];
    case 'hardware':
      return [
        `sent  hardware ${command.client_id}: ${command.message_type} ${JSON.stringify(command.fields)}`,
      ];
    case 'camera':
      return [
        `told  ${cameraWords(command)}: ${command.command} ${JSON.stringify(command.payload)}`,
      ];
  }
};

/** A status in the words of who answered: of HTTP, or of OBS, which has codes of its own. */
export const replyStatus = (status: number, command: CommandView | null): string =>
  command?.transport === 'obs' ? `${status} ${obsStatusWords(status)}` : statusLine(status);

const replyText = (reply: Reply, command: CommandView | null): string =>
  `reply ${reply.status === undefined ? '' : `${replyStatus(reply.status, command)} `}${JSON.stringify(reply.text)}`;

const timed = (at_ms: number, took_ms: number): string =>
  `at ${at_ms.toFixed(3)} ms, took ${took_ms.toFixed(3)} ms`;

const stepText = ({ step, at_ms, took_ms, note }: TraceStep): string =>
  `   ${step.padEnd(9)} ${timed(at_ms, took_ms)}${note ? ` (${note})` : ''}`;

/** Which of the action's ways each try took, in the order of the tries: `way 1`, `way 2`, `way 1 again`. */
export const wayWords = (tries: readonly Pick<Attempt, 'way'>[]): string[] =>
  tries.map(({ way }, index) => {
    const again = tries.slice(0, index).some((earlier) => earlier.way === way);
    return `way ${way + 1}${again ? ' again' : ''}`;
  });

const triesText = ({ tries = [] }: ActionTrace): string[] => {
  const ways = wayWords(tries);
  return tries.map(
    ({ protocol_name, device_id, at_ms, took_ms, outcome, reason }, index) =>
      `   try ${index + 1} (${ways[index]}) ${protocol_name} → ${device_id} ${timed(at_ms, took_ms)}: ${outcome}${reason === null ? '' : `, ${reason}`}`,
  );
};

const actionText = (action: ActionTrace): string[] => [
  '',
  `${action.index + 1}. ${action.action_type} · ${actionName(action)} → ${actionTarget(action)}: ${action.outcome}, attempts ${action.attempts}${action.served_by === undefined ? '' : `, served by ${action.served_by}`}${action.simulated ? ', simulated' : ''}`,
  ...(action.error ? [`   ${action.error.message}`] : []),
  ...triesText(action),
  ...action.steps.map(stepText),
  ...(action.command ? commandText(action.command) : []),
  ...(action.reply ? [replyText(action.reply, action.command)] : []),
  ...(action.state_change ? [`state ${stateChangeText(action.state_change)}`] : []),
];

/** `studio_main 1/0/3: press counted`. */
export const stateChangeText = ({ device_id, button_id, kind, value }: StateChange): string => {
  const words = {
    press: 'press counted',
    down: 'pressed',
    up: 'let go',
    text: `text ${JSON.stringify(value ?? '')}`,
    color: `colour ${value ?? ''}`,
  };
  return `${device_id} ${button_id.replaceAll('_', '/')}: ${words[kind]}`;
};

const macroText = (macro: MacroReport): string[] => [
  '',
  `macro ${macro.macro_id}: ${macro.steps_executed} done, ${macro.steps_failed} failed`,
  ...macro.steps.map(
    ({ step, name, state, outcome, at_ms, took_ms, attempts, execution_id, error }) =>
      [
        `   ${step.padEnd(5)} ${name}: ${outcome ?? state}`,
        ...(at_ms === null || took_ms === null ? [] : [timed(at_ms, took_ms)]),
        ...(attempts > 1 ? [`${attempts} attempts`] : []),
        ...(execution_id === null ? [] : [execution_id]),
        ...(error ? [error.message] : []),
      ].join(', '),
  ),
];

const placeOf = ({ key }: Pick<Execution, 'key'>): string | null =>
  key ? `${key.device_id} ${key.page}/${key.row}/${key.col} ${key.phase}` : null;

/** What ran: the intent, the macro, or the place of a plain press. */
export const subjectOf = (execution: Execution): string =>
  execution.intent_name ??
  execution.macro?.macro_id ??
  placeOf(execution) ??
  execution.execution_id;

/** What became of it, in a sentence. */
export const summaryOf = (execution: Execution): string => {
  const { outcome, error, latency_ms, macro } = execution;
  if (error) return error.message;
  if (macro && outcome === 'sent')
    return `done in ${latency(latency_ms)}; not every step can be acknowledged`;
  if (outcome === 'ok') return `ok in ${latency(latency_ms)}`;
  if (outcome === 'sent')
    return `sent in ${latency(latency_ms)}; a datagram is not acknowledged`;
  return outcome;
};

/** A whole trace as text, for a message or a bug report. */
export const traceText = (execution: Execution): string => {
  const { execution_id, origin, started_at, outcome, error, macro } = execution;
  const { parent_id, session_id, steps = [], versions = {} } = execution;
  const place = placeOf(execution);
  const hint = error && hintOf(error);
  return [
    `${subjectOf(execution)}: ${outcome}`,
    summaryOf(execution),
    ...(hint ? [hint] : []),
    [
      started_at,
      origin,
      ...(place === null ? [] : [place]),
      ...(session_id === undefined ? [] : [`session ${session_id}`]),
      ...(execution.simulated ? ['on the simulators'] : []),
      ...(parent_id === undefined ? [] : [`part of ${parent_id}`]),
      execution_id,
    ].join(' · '),
    ...(steps.length === 0 ? [] : ['', ...steps.map(stepText)]),
    ...(macro ? macroText(macro) : []),
    ...execution.trace.flatMap(actionText),
    ...(Object.keys(versions).length === 0
      ? []
      : ['', ...Object.entries(versions).map(([name, version]) => `used  ${name} ${version}`)]),
    '',
  ].join('\n');
};

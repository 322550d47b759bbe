import type { ActionTrace, CommandView, Execution, Reply } from '#shared/contract/execution.ts';
import { hintOf } from '../../link/faults.ts';
import { latency } from '../../state/figures.ts';

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

export const statusLine = (status: number): string =>
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
  }
};

const replyText = (reply: Reply): string =>
  `reply ${reply.status === undefined ? '' : `${statusLine(reply.status)} `}${JSON.stringify(reply.text)}`;

const actionText = (action: ActionTrace): string[] => [
  '',
  `${action.index + 1}. ${action.action_type} · ${action.protocol_name} → ${action.device_id}: ${action.outcome}, attempts ${action.attempts}`,
  ...action.steps.map(
    ({ step, at_ms, took_ms, note }) =>
      `   ${step.padEnd(8)} at ${at_ms.toFixed(3)} ms, took ${took_ms.toFixed(3)} ms${note ? ` (${note})` : ''}`,
  ),
  ...(action.command ? commandText(action.command) : []),
  ...(action.reply ? [replyText(action.reply)] : []),
];

/** What became of it, in a sentence. */
export const summaryOf = (execution: Execution): string => {
  const { outcome, error, latency_ms } = execution;
  if (error) return error.message;
  if (outcome === 'ok') return `ok in ${latency(latency_ms)}`;
  if (outcome === 'sent')
    return `sent in ${latency(latency_ms)}; a datagram is not acknowledged`;
  return outcome;
};

/** A whole trace as text, for a message or a bug report. */
export const traceText = (execution: Execution): string => {
  const { execution_id, origin, intent_name, key, started_at, outcome, error } = execution;
  const place = key ? `${key.device_id} ${key.page}/${key.row}/${key.col} ${key.phase}` : null;
  const hint = error && hintOf(error);
  return [
    `${intent_name ?? place ?? execution_id}: ${outcome}`,
    summaryOf(execution),
    ...(hint ? [hint] : []),
    `${started_at} · ${origin}${place ? ` · ${place}` : ''} · ${execution_id}`,
    ...execution.trace.flatMap(actionText),
    '',
  ].join('\n');
};

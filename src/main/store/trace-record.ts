import { ExecutionSchema, type Execution } from '#shared/contract/execution.ts';

/** UTF-16 units of JSON. A longer record goes without what the devices said. */
const RECORD_LIMIT = 16_384;
/** Past this it goes without the commands and then without the trace: a stream is no place for megabytes. */
const RECORD_HARD_LIMIT = 262_144;

/** A whole execution as text, with its traces. */
export const recordOf = (execution: Execution): string => {
  const whole = JSON.stringify(execution);
  if (whole.length <= RECORD_LIMIT) return whole;
  const trace = execution.trace.map((action) => ({
    ...action,
    reply: action.reply && { ...action.reply, text: '', truncated: true },
  }));
  const silent = JSON.stringify({ ...execution, trace });
  if (silent.length <= RECORD_HARD_LIMIT) return silent;
  const blind = JSON.stringify({
    ...execution,
    trace: trace.map((action) => ({ ...action, command: null })),
  });
  if (blind.length <= RECORD_HARD_LIMIT) return blind;
  return JSON.stringify({ ...execution, metadata: {}, trace: [] });
};

/** Null where the text is no execution. */
export const executionOf = (record: string | undefined): Execution | null => {
  try {
    return ExecutionSchema.safeParse(JSON.parse(record ?? '')).data ?? null;
  } catch {
    return null;
  }
};

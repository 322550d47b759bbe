import { z } from 'zod';
import type { Execution, ExecutionSummary } from '#shared/contract/execution.ts';
import type { MirrorEvent } from '#shared/contract/mirror.ts';
import type { Calls } from './calls.ts';
import { ContextValueSchema } from './values.ts';

const RunSchema = z.object({
  context: z.record(z.string(), ContextValueSchema),
  dry_run: z.boolean(),
  session_id: z.string(),
  confirmed: z.boolean(),
});
const IntentSchema = RunSchema.extend({ name: z.string(), timeout_ms: z.int().optional() });
const MacroSchema = RunSchema.extend({ macro_id: z.string() });
const WatchSchema = z.object({ include_recent: z.boolean() });

const bodyOf = ({ context, dry_run, session_id, confirmed }: z.output<typeof RunSchema>) => ({
  context,
  dry_run,
  confirmed,
  ...(session_id === '' ? {} : { session_id }),
});

const executionMessage = (execution: Execution): object => {
  const { error, intent_name, macro, ...rest } = execution;
  const { execution_id, success, outcome, origin, started_at, latency_ms } = rest;
  const hint = error?.details['hint'];
  return {
    execution_id,
    success,
    outcome,
    name: intent_name ?? macro?.macro_id ?? '',
    origin,
    started_at,
    latency_ms,
    actions_executed: rest.actions_executed,
    attempts: rest.attempts,
    dry_run: rest.dry_run,
    ...(error && {
      error: {
        error_type: error.error_type,
        message: error.message,
        hint: typeof hint === 'string' ? hint : '',
        details_json: JSON.stringify(error.details),
      },
    }),
    execution_json: JSON.stringify(execution),
  };
};

const summaryMessage = ({ outcome, intent_name, ...summary }: ExecutionSummary): object => ({
  execution_id: summary.execution_id,
  outcome: outcome ?? '',
  intent_name: intent_name ?? '',
  macro_id: summary.macro_id ?? '',
  origin: summary.origin,
  started_at: summary.started_at,
  latency_ms: summary.latency_ms,
  attempts: summary.attempts,
  reason: summary.reason,
  target: summary.target ?? '',
});

/** What changed in the mirror's list of executions, oldest first. */
async function* executionEvents(
  events: AsyncIterable<MirrorEvent>,
  withRecent: boolean,
): AsyncGenerator<object> {
  for await (const event of events) {
    if (event.type === 'snapshot' && !withRecent) continue;
    const { executions } = event.type === 'snapshot' ? event.state : event.changes;
    const summaries = Object.values(executions ?? {}).filter((each) => each !== null);
    summaries.sort((a, b) => (a.started_at < b.started_at ? -1 : 1));
    yield* summaries.map(summaryMessage);
  }
}

/** `mcr.bridge.v1.ExecutionService`: the same door as a key that is pressed. */
export const executionService = (calls: Calls) => {
  const { intents, macros, mirror } = calls.bridge;
  return {
    ListIntents: calls.unary(z.object({}), async (_input, asking) => ({
      intents: (await intents.list(undefined, asking)).map((intent) => ({
        name: intent.intent_name,
        description: intent.description,
        intent_json: JSON.stringify(intent),
      })),
    })),

    ExecuteIntent: calls.unary(IntentSchema, async ({ name, timeout_ms, ...run }, asking) => {
      const body = { ...bodyOf(run), ...(timeout_ms === undefined ? {} : { timeout_ms }) };
      return executionMessage(await intents.execute({ params: { name }, body }, asking));
    }),

    ExecuteMacro: calls.unary(MacroSchema, async ({ macro_id, ...run }, asking) => {
      const input = { params: { name: macro_id }, body: bodyOf(run) };
      return executionMessage(await macros.execute(input, asking));
    }),

    Watch: calls.stream(WatchSchema, async ({ include_recent }, asking) =>
      executionEvents(await mirror(undefined, asking), include_recent),
    ),
  };
};

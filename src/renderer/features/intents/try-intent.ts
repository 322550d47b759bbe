import { create } from 'zustand';
import type { Fault } from '#shared/contract/errors.ts';
import type { Execution } from '#shared/contract/execution.ts';
import type { Intent } from '#shared/contract/intent.ts';
import { isName } from '#shared/contract/names.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { rememberExecution } from '../../state/execution-cache.ts';

/** Longer than an action may be waited for: a recording takes its time to be finished. */
const TRY_MS = 40_000;

interface Trying {
  isBusy: boolean;
  /** Of which action, from 0; null for all of them. */
  only: number | null;
  execution: Execution | null;
  fault: Fault | null;
}

const NOTHING: Trying = { isBusy: false, only: null, execution: null, fault: null };

export const useTrying = create<Trying>(() => NOTHING);

export const forgetTry = (): void => useTrying.setState(NOTHING);

const tryOut = async (
  intent: Intent,
  how: { only: number } | { dry_run: true } | { simulate: true },
  context: Record<string, unknown>,
): Promise<void> => {
  useTrying.setState({ ...NOTHING, isBusy: true, only: 'only' in how ? how.only : null });
  const intent_name = isName(intent.intent_name) ? intent.intent_name : 'new_intent';
  try {
    const execution = await ask(
      (client, options) =>
        client.intents.test(
          {
            intent: { ...intent, intent_name },
            context,
            ...how,
          },
          options,
        ),
      TRY_MS,
    );
    if (!execution.dry_run) rememberExecution(execution);
    useTrying.setState({ isBusy: false, execution });
    announce('try', outcomeWords(execution.outcome, execution.error));
  } catch (error) {
    useTrying.setState({ isBusy: false, fault: faultOf(error) });
  }
};

/** Walks the intent as it stands in the editor, and sends nothing. */
export const dryRunIntent = (intent: Intent, context: Record<string, unknown>): Promise<void> =>
  tryOut(intent, { dry_run: true }, context);

/** Runs the intent as it stands in the editor, with every command going to the simulators. */
export const simulateIntent = (
  intent: Intent,
  context: Record<string, unknown>,
): Promise<void> => tryOut(intent, { simulate: true }, context);

/** Really sends one action as it stands in the editor. */
export const testAction = (
  intent: Intent,
  only: number,
  context: Record<string, unknown>,
): Promise<void> => tryOut(intent, { only }, context);

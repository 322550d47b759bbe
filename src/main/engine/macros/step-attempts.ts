import type { Outcome } from '#shared/contract/execution.ts';
import { backoffs, leastWaitMs, retryPolicy } from '#shared/domain/retry-policy.ts';
import type { Entry, Lane, Stage, StepEnd } from './stage.ts';

/** Where it is sure that it did not happen: what may have happened is not done once more, nor in another way. */
const didNotHappen = (outcome: Outcome): boolean =>
  outcome === 'failed' || outcome === 'expired' || outcome === 'refused';

/** `once`, and again as the step's policy has it, with the configuration's pauses; then its fallback. */
export const attempted = async (
  stage: Stage,
  { step, row }: Entry,
  lane: Lane,
  once: () => Promise<StepEnd>,
  instead: (intentName: string) => Promise<StepEnd>,
): Promise<StepEnd> => {
  let end = await once();
  const retries = step.on_failure === 'retry' && !stage.run.dryRun ? step.retry_count : 0;
  const policy = { ...retryPolicy(stage.config, {}, {}), attempts: retries + 1 };
  for (const pauseMs of backoffs(policy)) {
    if (!didNotHappen(end.outcome)) break;
    const wait = Math.max(pauseMs, leastWaitMs(end));
    try {
      await stage.clock.sleep(wait, lane.waits);
      await lane.gate?.passed(lane.waits);
    } catch (error) {
      if (lane.waits.aborted) return end;
      throw error;
    }
    stage.board.clearBelow(row);
    end = await once();
  }
  const { fallback_intent: fallback } = step;
  if (fallback == null || fallback === step.intent_name) return end;
  return didNotHappen(end.outcome) && !lane.waits.aborted ? instead(fallback) : end;
};

import type { Execution } from '#shared/contract/execution.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { faultOf, NotConnected } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { rememberExecution } from '../../state/execution-cache.ts';
import { placeId } from '../../state/place.ts';
import { followOwnRun } from '../../state/selection-store.ts';
import { firstSendsOf } from './first-sends.ts';
import { guardAnswerOf } from './guard.ts';
import { resultOf, type OwnResult } from './key-face.ts';
import { changePress, lapse } from './press-store.ts';
import type { Pressable } from './pressable.ts';
import { useQuestion, type Question } from './question-store.ts';

const resultOfError = (error: unknown): OwnResult => {
  const fault = faultOf(error);
  const id = fault.details['execution_id'];
  const ambiguous =
    fault.error_type === 'connection_timeout' || fault.error_type === 'connection_lost';
  const refused = error instanceof NotConnected || fault.error_type === 'refused';
  const outcome = refused ? 'refused' : ambiguous ? 'unknown' : 'failed';
  return {
    executionId: typeof id === 'string' ? id : null,
    outcome,
    reason: outcomeWords(outcome, fault),
    latencyMs: null,
    armedMs: null,
    fault,
  };
};

const spoken = ({ outcome, reason }: OwnResult): string =>
  reason === outcome ? reason : `${outcome}, ${reason}`;

const settle = (key: Pressable, result: OwnResult): void => {
  changePress(placeId(key.place), ({ waiting }) => ({
    waiting: Math.max(0, waiting - 1),
    holdMs: null,
    result,
  }));
};

/** The second touch of a bouncing finger is none: what the first one came to stands. */
const isBounce = ({ error }: Execution): boolean => error?.details['reason'] === 'bounce';

/** What the engine made of a press. */
export const answered = (key: Pressable, execution: Execution): void => {
  const id = placeId(key.place);
  if (isBounce(execution)) {
    changePress(id, ({ waiting }) => ({ waiting: Math.max(0, waiting - 1) }));
    return;
  }
  const result = resultOf(execution);
  const { execution_id: executionId, outcome, error } = execution;
  rememberExecution(execution);
  settle(key, result);
  const guard = outcome === 'refused' ? guardAnswerOf(error) : null;
  announce(key.name, `${key.name}: ${guard?.spoken ?? spoken(result)}`);
  if (!guard) {
    followOwnRun(executionId);
    // The release of a key that was kept back asks nothing: its press did.
    if (execution.key?.phase !== 'up') askFirstSend(key, execution);
  } else if (guard.state === 'confirm') raise({ key, executionId, first: null });
  else setTimeout(() => lapse(id, executionId), guard.showMs ?? 0);
};

/** No answer came, or none was asked for. */
export const broke = (key: Pressable, error: unknown): void => {
  const result = resultOfError(error);
  settle(key, result);
  announce(key.name, `${key.name}: ${spoken(result)}`);
  if (result.executionId !== null) followOwnRun(result.executionId);
};

/** One question at a time: a newer one takes the place of an older one, which is then answered with no. */
const raise = (next: Question): void => {
  const { question } = useQuestion.getState();
  if (question?.first === null) lapse(placeId(question.key.place), question.executionId);
  useQuestion.setState({ question: next });
};

/** Asks before anything is sent to a device for the first time, where that is what kept the press back. */
export const askFirstSend = (key: Pressable, execution: Execution): void => {
  const first = firstSendsOf(key, execution);
  if (first) raise({ key, executionId: execution.execution_id, first });
};

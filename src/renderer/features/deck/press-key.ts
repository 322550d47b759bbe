import type { Execution, KeyPhase, KeyPlace } from '#shared/contract/execution.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, NotConnected } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { rememberExecution } from '../../state/execution-cache.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { placeId } from '../../state/place.ts';
import { latestRun, runsOf } from '../../state/runs.ts';
import { followOwnRun } from '../../state/selection-store.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { resultOf, type OwnResult } from './key-face.ts';
import { changePress } from './press-store.ts';

/** A key as far as pressing it goes. */
export interface Pressable {
  place: KeyPlace;
  name: string;
  intentName: string | null;
  /** Refused whatever is asked, so that there is nothing to let go of. */
  isDisabled: boolean;
}

/** Beyond the time that the engine gives an execution, so that its own answer wins. */
const ANSWER_MARGIN_MS = 5000;
const USUAL_TIMEOUT_MS = 5000;

const send = ({ place }: Pressable, phase: KeyPhase): Promise<Execution> => {
  const timeoutMs = useMirror.getState().config['bridge']?.timeout_ms ?? USUAL_TIMEOUT_MS;
  return ask(
    (client, options) => client.surfaces.press({ params: { ...place, phase } }, options),
    timeoutMs + ANSWER_MARGIN_MS,
  );
};

const latestId = ({ place, intentName }: Pressable): string | null =>
  latestRun(runsOf(useMirror.getState().executions), placeId(place), intentName)
    ?.execution_id ?? null;

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
    fault,
  };
};

const settle = (key: Pressable, result: OwnResult): void => {
  changePress(placeId(key.place), ({ waiting }) => ({
    waiting: Math.max(0, waiting - 1),
    result,
  }));
  announce(key.name, `${key.name}: ${spoken(result)}`);
  if (result.executionId !== null) followOwnRun(result.executionId);
};

const spoken = ({ outcome, reason }: OwnResult): string =>
  reason === outcome ? outcome : `${outcome}, ${reason}`;

const answered = (key: Pressable, execution: Execution): void => {
  rememberExecution(execution);
  settle(key, resultOf(execution));
};

const down = (key: Pressable): void => {
  const answer = send(key, 'down');
  changePress(placeId(key.place), ({ waiting }) => ({
    held: true,
    waiting: waiting + 1,
    before: latestId(key),
    result: null,
  }));
  answer.then(
    (execution) => answered(key, execution),
    (error: unknown) => settle(key, resultOfError(error)),
  );
};

/** Only a plain press has news in its release: the release of an intent's key runs nothing. */
const up = (key: Pressable): void => {
  const id = placeId(key.place);
  if (key.isDisabled) {
    changePress(id, () => ({ held: false }));
    return;
  }
  const answer = send(key, 'up');
  changePress(id, ({ waiting }) => ({ held: false, waiting: waiting + 1 }));
  const over = (): void =>
    changePress(id, ({ waiting }) => ({ waiting: Math.max(0, waiting - 1) }));
  if (key.intentName !== null) {
    answer.then(over, over);
    return;
  }
  answer.then(
    (execution) => answered(key, execution),
    (error: unknown) =>
      error instanceof NotConnected ? over() : settle(key, resultOfError(error)),
  );
};

/** Who holds which key: one finger, the mouse, or one key of the keyboard. */
const holds = new Map<string, Pressable>();

const isHeld = (id: string): boolean =>
  [...holds.values()].some(({ place }) => placeId(place) === id);

/** Presses at once. A second finger on a held key adds nothing. */
export const hold = (holder: string, key: Pressable): void => {
  if (holds.has(holder)) return;
  const already = isHeld(placeId(key.place));
  holds.set(holder, key);
  if (!already) down(key);
};

export const release = (holder: string): void => {
  const key = holds.get(holder);
  if (!key) return;
  holds.delete(holder);
  if (!isHeld(placeId(key.place))) up(key);
};

/** The window lost the focus or is hidden: whoever held a key may let go without our hearing of it. */
export const releaseAll = (): void => {
  for (const holder of holds.keys()) release(holder);
};

/** Once more, down and up. */
export const fireAgain = (key: Pressable): void => {
  hold('again', key);
  release('again');
};

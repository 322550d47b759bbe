import { CAMERA_COMMAND_MS } from '#shared/contract/camera.ts';
import type { Execution, KeyPhase } from '#shared/contract/execution.ts';
import { ask } from '../../link/engine.ts';
import { NotConnected } from '../../link/faults.ts';
import { letSend } from '../../link/let-send.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { placeId } from '../../state/place.ts';
import { latestRun, runsOf } from '../../state/runs.ts';
import { say } from '../../state/undo-toast.ts';
import { guardOf } from './guard.ts';
import { answered, broke } from './press-answer.ts';
import { changePress, lapse, usePresses } from './press-store.ts';
import type { Pressable } from './pressable.ts';
import { useQuestion, type FirstSends } from './question-store.ts';

/** Beyond the time that the engine gives an execution, so that its own answer wins. */
const ANSWER_MARGIN_MS = 5000;
const USUAL_TIMEOUT_MS = 5000;
/** A macro answers when it has ended, and waits as long as its steps say. */
const MACRO_TIMEOUT_MS = 24 * 3_600_000;

const holdMsOf = (key: Pressable): number | null => {
  const guard = guardOf(key, useMirror.getState());
  return guard.kind === 'hold' ? guard.ms : null;
};

/** The engine gives an execution the configured time, and what its cameras take besides. */
const runMsOf = ({ intentName, macroId }: Pressable): number => {
  if (macroId !== null) return MACRO_TIMEOUT_MS;
  const { config, intents } = useMirror.getState();
  const actions = intentName === null ? [] : (intents[intentName]?.actions ?? []);
  const cameras = actions.filter(({ action_type }) => action_type === 'camera').length;
  return (config['bridge']?.timeout_ms ?? USUAL_TIMEOUT_MS) + cameras * CAMERA_COMMAND_MS;
};

const send = (key: Pressable, phase: KeyPhase, confirmed = false): Promise<Execution> => {
  return ask(
    (client, options) =>
      client.surfaces.press(
        { params: { ...key.place, phase }, body: confirmed ? { confirmed } : undefined },
        options,
      ),
    runMsOf(key) + (holdMsOf(key) ?? 0) + ANSWER_MARGIN_MS,
  );
};

const latestId = ({ place, intentName, macroId }: Pressable): string | null =>
  latestRun(runsOf(useMirror.getState().executions), placeId(place), intentName, macroId)
    ?.execution_id ?? null;

const follow = (key: Pressable, answer: Promise<Execution>): void => {
  answer.then(
    (execution) => answered(key, execution),
    (error: unknown) => broke(key, error),
  );
};

/** Pressing a key that asks is a new press, and may ask anew. */
const takeBackQuestion = (id: string): void =>
  useQuestion.setState(({ question }) =>
    question && placeId(question.key.place) === id ? { question: null } : {},
  );

const filled = new Map<string, ReturnType<typeof setTimeout>>();

/** The ring of a key that has to be held fills for as long as it is held, and no longer than asked for. */
const startRing = (id: string, ms: number): void => {
  filled.set(
    id,
    setTimeout(() => changePress(id, () => ({ holdMs: null })), ms),
  );
};

const stopRing = (id: string): void => {
  clearTimeout(filled.get(id));
  filled.delete(id);
};

const down = (key: Pressable): void => {
  const id = placeId(key.place);
  takeBackQuestion(id);
  const answer = send(key, 'down');
  const holdMs = key.isDisabled ? null : holdMsOf(key);
  changePress(id, ({ waiting }) => ({
    held: true,
    holdMs,
    waiting: waiting + 1,
    before: latestId(key),
    result: null,
  }));
  if (holdMs !== null) startRing(id, holdMs);
  follow(key, answer);
};

/** Only a plain press has news in its release: the release of any other key runs nothing. */
const up = (key: Pressable): void => {
  const id = placeId(key.place);
  stopRing(id);
  if (key.isDisabled) {
    changePress(id, () => ({ held: false }));
    return;
  }
  const answer = send(key, 'up');
  changePress(id, ({ waiting }) => ({ held: false, holdMs: null, waiting: waiting + 1 }));
  const over = (): void =>
    changePress(id, ({ waiting }) => ({ waiting: Math.max(0, waiting - 1) }));
  const isPlain = key.intentName === null && key.macroId === null;
  if (!isPlain || guardOf(key, useMirror.getState()).kind !== 'none') {
    answer.then(over, over);
    return;
  }
  answer.then(
    (execution) => answered(key, execution),
    (error: unknown) => (error instanceof NotConnected ? over() : broke(key, error)),
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

const pressOnce = (key: Pressable): void => {
  const id = placeId(key.place);
  const answer = send(key, 'press', true);
  changePress(id, ({ waiting }) => ({
    waiting: waiting + 1,
    before: latestId(key),
    result: null,
  }));
  follow(key, answer);
};

const letSendAndPress = async (key: Pressable, { devices }: FirstSends): Promise<void> => {
  const kept = await letSend(
    devices.map(({ device_id: deviceId, revision }) => ({ id: deviceId, revision })),
  );
  if (kept === null) {
    pressOnce(key);
    return;
  }
  say(`Nothing was sent: ${kept}`);
  announce(key.name, `${key.name}: nothing was sent, ${kept}`);
};

/** The answer to the question that stands open: yes presses once more, no sends nothing. */
export const answerQuestion = (yes: boolean): void => {
  const { question } = useQuestion.getState();
  if (!question) return;
  const { key, executionId, first } = question;
  useQuestion.setState({ question: null });
  if (!yes) {
    // What a first send would have been stays refused, for whoever looks why.
    if (!first) lapse(placeId(key.place), executionId);
    announce(key.name, `${key.name}: not run`);
  } else if (first) void letSendAndPress(key, first);
  else pressOnce(key);
};

/** A panic disarms: no key goes on waiting for its second press or for an answer. */
export const disarmAll = (): void => {
  useQuestion.setState({ question: null });
  for (const [id, { result }] of Object.entries(usePresses.getState()))
    if (result?.outcome === 'armed' || result?.outcome === 'confirm')
      lapse(id, result.executionId);
};

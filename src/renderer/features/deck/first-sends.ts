import type { Execution } from '#shared/contract/execution.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { firstSendsNow } from '../../state/first-sends-now.ts';
import type { Pressable } from './pressable.ts';
import type { FirstSends } from './question-store.ts';

/** What a yes would let out, where a press was kept back from devices that are only observed. Null for any other. */
export const firstSendsOf = (key: Pressable, execution: Execution): FirstSends | null => {
  // A macro has passed some of its steps: it is not begun anew by a yes.
  if (execution.macro || key.macroId !== null) return null;
  const { intents, revisions } = useMirror.getState();
  const actions = key.intentName === null ? [] : (intents[key.intentName]?.actions ?? []);
  const devices = firstSendsNow(execution, actions).map((send) => ({
    ...send,
    revision: revisions[`device:${send.device_id}`] ?? null,
  }));
  return devices.length === 0 ? null : { devices, hasPartLeft: execution.attempts > 0 };
};

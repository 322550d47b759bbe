import type { LayoutKey } from '#shared/contract/layout.ts';
import type { MirrorState } from '#shared/contract/mirror.ts';
import { isPerformed } from '#shared/domain/action-target.ts';
import { useMirror } from '../../state/mirror-store.ts';

export type Simulated = 'no' | 'surface' | 'other';

/** The intents that a key fires: its own, or those of its macro's steps. */
const intentNames = (key: LayoutKey, macros: MirrorState['macros']): string[] => {
  if (key.intent_name) return [key.intent_name];
  const steps = key.macro_id ? (macros[key.macro_id]?.steps ?? []) : [];
  return steps.flatMap(({ intent_name }) => intent_name ?? []);
};

/** Whether a key's commands go to a simulator: the surface itself, or, which needs a word, another device. */
export const useSimulated = (deviceId: string, key: LayoutKey | undefined): Simulated =>
  useMirror(({ devices, intents, macros }) => {
    const isSimulated = (id: string): boolean => devices[id]?.metadata['simulated'] === true;
    if (!key || key.go_to_page) return 'no';
    const isPlain = !key.intent_name && !key.macro_id;
    const used = isPlain
      ? [deviceId]
      : intentNames(key, macros).flatMap(
          (name) =>
            intents[name]?.actions.flatMap(({ action_type, device_id }) =>
              isPerformed(action_type) ? [] : device_id,
            ) ?? [],
        );
    if (!used.some(isSimulated)) return 'no';
    return isSimulated(deviceId) ? 'surface' : 'other';
  });

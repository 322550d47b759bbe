import type { MirrorState } from '#shared/contract/mirror.ts';
import { isPerformed } from '#shared/domain/action-target.ts';

export interface DeviceUses {
  /** Intents with an action or a fallback on it. */
  intents: string[];
  /** Devices whose backup it is. */
  backs: string[];
  /** Groups that it is a member of. */
  groups: string[];
  /** Pages of the layout that belongs to it; 0 where there is none. */
  pages: number;
  /** Keys of that layout. */
  keys: number;
}

/** Everything that names a device, and so would break without it. */
export const deviceUses = (
  id: string,
  { intents, devices, layouts }: Pick<MirrorState, 'intents' | 'devices' | 'layouts'>,
): DeviceUses => {
  const pages = layouts[id]?.pages ?? [];
  const others = Object.values(devices).filter(({ device_id }) => device_id !== id);
  return {
    intents: Object.values(intents)
      .filter(({ actions }) =>
        actions.some(
          ({ action_type, device_id, fallbacks }) =>
            !isPerformed(action_type) &&
            (device_id === id || fallbacks?.some((fallback) => fallback.device_id === id)),
        ),
      )
      .map(({ intent_name }) => intent_name)
      .sort(),
    backs: others
      .filter(({ backup_device_id }) => backup_device_id === id)
      .map(({ device_id }) => device_id),
    groups: others
      .filter(({ group }) => group?.device_ids.includes(id))
      .map(({ device_id }) => device_id),
    pages: pages.length,
    keys: pages.reduce((sum, { keys }) => sum + keys.length, 0),
  };
};

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** `3 intents and 1 group name it`; null where nothing would break. */
export const breaksWords = ({ intents, backs, groups, keys }: DeviceUses): string | null => {
  const parts = [
    intents.length > 0 ? counted(intents.length, 'intent') : null,
    groups.length > 0 ? counted(groups.length, 'group') : null,
    backs.length > 0 ? `${counted(backs.length, 'device')} it backs up` : null,
    keys > 0 ? `its layout with ${counted(keys, 'key')}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
};

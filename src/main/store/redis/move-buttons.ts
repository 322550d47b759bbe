import { movedButtonText } from '../button-text.ts';
import { buttonKeyOf, buttonOf, STATE_PREFIX } from '../keys.ts';
import type { ButtonStates } from './button-states.ts';
import { readTexts, scanKeys } from './key-reader.ts';
import type { RedisClient } from './redis-clients.ts';

/** Each turn lost means that a press came between. */
const ATTEMPTS = 20;

/** Moves one state to its new key, also what was pressed meanwhile. What stands there already wins. */
const moveOne = async (
  client: RedisClient,
  from: string,
  to: string,
  first: string,
  deviceId: string,
): Promise<string | null> => {
  let old = first;
  let written = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const next = movedButtonText(old, deviceId);
    // What can't be read is left as it is, for a person to see and mend.
    if (next === null) return null;
    const set = await client.compareAndSet(to, written, next);
    if (set === 1) written = next;
    const removed = await client.compareAndDelete(from, old);
    if (removed === 1 || removed === '') return written === '' ? null : written;
    old = removed;
  }
  return null;
};

/** The states of a device's buttons go along with its new name. */
export const moveButtons = async (
  client: RedisClient,
  buttons: ButtonStates,
  from: string,
  to: string,
): Promise<void> => {
  const keys = await scanKeys(client, `${STATE_PREFIX}${from}:`);
  const texts = await readTexts(client, keys);
  for (const [index, key] of keys.entries()) {
    const place = buttonOf(key);
    const text = texts[index];
    if (!place || !text) continue;
    const next = { device_id: to, button_id: place.button_id };
    const nextKey = buttonKeyOf(to, place.button_id);
    const moved = await moveOne(client, key, nextKey, text, to);
    if (moved === null) continue;
    buttons.learn(key, place, null);
    buttons.learn(nextKey, next, moved);
  }
};

import type { Layout, LayoutKey } from '#shared/contract/layout.ts';
import { hintOf } from '../../link/faults.ts';
import { putEntity } from '../../link/save-entity.ts';
import { announce } from '../../state/announcer.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import type { KeyPlace } from '../../ui/KeyGrid.tsx';
import { keyAt, withKey, withoutKey, type PlacedKey } from './key-places.ts';

const placeWords = (deviceId: string, { page, row, col }: KeyPlace): string =>
  `${deviceId} ${page}/${row}/${col}`;

/** Changes a deck's layout as it stands now, over nobody's head. Null where it is done, else why it is not. */
const change = async (
  deviceId: string,
  make: (layout: Layout) => Layout,
): Promise<string | null> => {
  const { layouts, revisions } = useMirror.getState();
  const layout = layouts[deviceId] ?? { device_id: deviceId, pages: [] };
  const revision = revisions[`layout:${deviceId}`] ?? null;
  const written = await putEntity('layout', deviceId, make(layout), revision);
  if (written.ok) return null;
  if (written.fault) return `${written.fault.message} ${hintOf(written.fault) ?? ''}`.trim();
  return 'Somebody else changed this deck just now. Look at it and try again.';
};

const restore = async (
  deviceId: string,
  place: KeyPlace,
  before: LayoutKey | undefined,
): Promise<void> => {
  const problem = await change(deviceId, (layout) =>
    before ? withKey(layout, place.page, before) : withoutKey(layout, place),
  );
  const where = placeWords(deviceId, place);
  if (problem === null) return say(`${where} is as it was`);
  offerUndo(`${where} is not as it was: ${problem}`, () => {
    void restore(deviceId, place, before);
  });
};

/** Puts a key there and offers the way back. Null where it is done, else why it is not. */
export const placeKey = async (
  deviceId: string,
  page: number,
  key: LayoutKey,
): Promise<string | null> => {
  const place = { page, row: key.row, col: key.col };
  const before = keyAt(useMirror.getState().layouts[deviceId], place);
  const problem = await change(deviceId, (layout) => withKey(layout, page, key));
  if (problem !== null) return problem;
  const done = `${key.label} is on ${placeWords(deviceId, place)}`;
  announce('key', done);
  offerUndo(done, () => void restore(deviceId, place, before));
  return null;
};

/** Takes a key away and offers the way back. */
export const takeKeyAway = async ({ device_id, label, ...place }: PlacedKey): Promise<void> => {
  const before = keyAt(useMirror.getState().layouts[device_id], place);
  const problem = await change(device_id, (layout) => withoutKey(layout, place));
  const where = placeWords(device_id, place);
  if (problem !== null) return say(`${where} was not cleared: ${problem}`);
  announce('key', `${where} is empty`);
  offerUndo(`${label || 'The key'} is off ${where}`, () => {
    void restore(device_id, place, before);
  });
};

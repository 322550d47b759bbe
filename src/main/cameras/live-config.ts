import { CamerasConfigSchema, type CamerasConfig } from '#shared/contract/camera.ts';
import type { Store } from '../store/store.ts';

/** The cameras' part of the bridge's config as it stands; the last one known while the store can't say. */
export const liveCamerasConfig = (store: Store): (() => CamerasConfig) => {
  let last = CamerasConfigSchema.parse({});
  let reading = false;
  return () => {
    const known = store.peek('config', 'bridge');
    if (known?.found === 'present') last = known.value.cameras;
    if (known || reading) return last;
    reading = true;
    const settled = (): void => {
      reading = false;
    };
    // It stands in the near cache afterwards.
    void store
      .read('config', 'bridge')
      .catch(() => null)
      .finally(settled);
    return last;
  };
};

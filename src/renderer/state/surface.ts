import { z } from 'zod';
import { create } from 'zustand';
import { useMirror } from './mirror-store.ts';
import { recall, remember } from './remembered.ts';

interface SurfaceState {
  deviceId: string | null;
  page: number;
}

const useSurface = create<SurfaceState>(() => ({
  deviceId: recall('surface', z.string()),
  page: 1,
}));

/** The device whose keys are shown: the one chosen in this browser, else the first that has a layout, else the first. */
export const useSurfaceDeviceId = (): string | null => {
  const chosen = useSurface(({ deviceId }) => deviceId);
  return useMirror(({ devices, layouts }) => {
    if (chosen !== null && devices[chosen]) return chosen;
    const ids = Object.keys(devices).sort();
    return ids.find((id) => layouts[id]) ?? ids[0] ?? null;
  });
};

export const useSurfacePage = (pageCount: number): number =>
  useSurface(({ page }) => Math.min(page, pageCount));

export const showDevice = (deviceId: string): void => {
  remember('surface', deviceId);
  useSurface.setState({ deviceId, page: 1 });
};

/** The device that is shown has another name now. */
export const followSurface = (from: string, to: string): void => {
  if (useSurface.getState().deviceId !== from) return;
  remember('surface', to);
  useSurface.setState({ deviceId: to });
};

export const showPage = (page: number): void => useSurface.setState({ page });

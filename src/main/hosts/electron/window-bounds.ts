import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

export const MIN_WIDTH = 820;
export const MIN_HEIGHT = 600;

const RectangleSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
});
export type Rectangle = z.infer<typeof RectangleSchema>;

const WindowBoundsSchema = RectangleSchema.extend({ maximized: z.boolean() });
/** Where the window stood, in device-independent pixels. */
export type WindowBounds = z.infer<typeof WindowBoundsSchema>;

/** Null where nothing was saved, or what was saved makes no sense. */
export const readWindowBounds = (file: string): WindowBounds | null => {
  try {
    return WindowBoundsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};

/** Synchronous: it is called while the window closes. */
export const writeWindowBounds = (file: string, bounds: WindowBounds): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(bounds));
};

/** At least the smallest size, and its title bar on one of the screens: else null, and the system decides. */
export const placeOnScreens = (
  bounds: WindowBounds | null,
  screens: Rectangle[],
): WindowBounds | null => {
  if (bounds === null) return null;
  const width = Math.max(bounds.width, MIN_WIDTH);
  const height = Math.max(bounds.height, MIN_HEIGHT);
  const reachable = screens.some(
    (screen) =>
      bounds.y >= screen.y &&
      bounds.y < screen.y + screen.height - 40 &&
      bounds.x < screen.x + screen.width - 80 &&
      bounds.x + width > screen.x + 80,
  );
  return reachable ? { ...bounds, width, height } : null;
};

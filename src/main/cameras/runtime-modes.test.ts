import { expect, test } from 'vitest';
import type { CameraMode } from '#shared/contract/camera.ts';
import { chooseMode } from './runtime-modes.ts';

const mode = (width: number, height: number, fps: number, format = 'MJPG'): CameraMode => ({
  width,
  height,
  fps,
  format,
});

const capabilities = (...modes: CameraMode[]) => ({
  modes,
  controls: [],
  default_preview: null,
  default_record: modes[1] ?? null,
});

test('without a wish it is the default, else the first that there is', () => {
  const [small, large] = [mode(640, 480, 30), mode(1280, 720, 30)];
  expect(chooseMode(capabilities(small, large), null)).toEqual(large);
  expect(chooseMode(capabilities(small), null)).toEqual(small);
});

test('a mode that the camera has not is refused with those that it has', () => {
  const has = capabilities(mode(1280, 720, 30));
  expect(chooseMode(has, mode(1280, 720, 30, 'mjpg'))).toEqual(mode(1280, 720, 30));
  expect(() => chooseMode(has, mode(1280, 720, 50))).toThrow(/no 1280×720 at 50 fps/);
  expect(() => chooseMode(capabilities(), null)).toThrow(/no mode/);
});

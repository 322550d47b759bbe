import type { CameraSlot } from '#shared/contract/camera.ts';

/** A slot with a live camera, as the tests need one. */
export const cameraDouble = (change: Partial<CameraSlot> = {}): CameraSlot => ({
  slot: 'cam_1',
  status: 'live',
  name: 'Cam A',
  descriptor: {
    camera_id: { backend: 'synthetic', stable_id: 'synthetic:a' },
    name: 'Cam A',
    device_path: 'synthetic:a',
  },
  capabilities: null,
  mode: { width: 1280, height: 720, fps: 30, format: 'MJPG' },
  recording: null,
  telemetry: null,
  preview: { viewers: 0, fps: null, to_screen_p50_ms: null, to_screen_p95_ms: null },
  message: null,
  session_id: null,
  ...change,
});

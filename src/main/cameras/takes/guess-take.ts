import type { TakeFile } from '../recording/take-files.ts';

const NAME = /^(.*)_trial(\d{3,4})_(.+?)(?:_\d+)?$/;

/** What a file's name tells where nothing else is left. */
export const guessTake = (base: string, changed: Date, appVersion: string): TakeFile => {
  const [, prefix, trial, camera] = NAME.exec(base) ?? [];
  return {
    file: `${base}.mkv`,
    camera: camera ?? 'unknown',
    slot: 'unknown',
    session_prefix: prefix ?? base,
    trial_number: Number(trial ?? 1),
    started_at: changed.toISOString(),
    stopped_at: null,
    mode: null,
    requested_fps: 0,
    actual_fps: 0,
    frames: 0,
    rows: 0,
    captured: 0,
    drops: {},
    gaps: [],
    largest_gap_ms: 0,
    bytes: 0,
    recovered: true,
    verdict: 'FAIL',
    reasons: [],
    app_version: appVersion,
  };
};

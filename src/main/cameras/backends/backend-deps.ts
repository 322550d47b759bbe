import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { FindFfmpeg } from './ffmpeg.ts';

/** What every backend is given. */
export interface BackendDeps {
  clock: Clock;
  log: Log;
  ffmpeg: FindFfmpeg;
  /** Milliseconds without a picture until a camera counts as stalled; asked at each opening. 2000 by default. */
  stalledMs?: () => number;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SelfTest, Take } from '#shared/contract/camera.ts';
import type { Clock } from '../../clock.ts';
import type { Frame } from '../ports.ts';
import { folderTrouble } from '../recording/take-names.ts';
import type { StartTake } from '../runtime-recording.ts';

const FPS = 30;
const ROWS = 300;
/** Injected by reason. */
const DROPS = { bad_frame: 3, queue_full: 5 };
/** Frames that vanish without anybody saying so: what a recorder must never overlook. */
const VANISHED = 2;

interface SelfTestDeps {
  start: StartTake;
  clock: Clock;
  /** The folder whose disk is tried. Nothing stays there. */
  outputDir: string;
  /** A picture of any camera. */
  picture: Buffer;
  size: { width: number; height: number };
}

/** One picture again and again, as a camera with a perfect clock would deliver it. */
const frames = (picture: Buffer, clock: Clock) => {
  const startedNs = BigInt(Math.round(clock.monotonic() * 1e6));
  const startedMs = clock.now();
  return (index: number): Frame => {
    const ms = (index * 1000) / FPS;
    return {
      index,
      jpeg: picture,
      arrivedNs: startedNs + BigInt(Math.round(ms * 1e6)),
      arrivedMs: startedMs + ms,
      takenMs: startedMs + ms,
      pts: index / FPS,
      gap: null,
    };
  };
};

const judged = (take: Take): SelfTest => {
  const dropped = Object.values(DROPS).reduce((sum, count) => sum + count, 0);
  const vanished = take.captured - take.rows - dropped;
  const checks = [
    { what: 'frames captured', expected: ROWS + dropped + VANISHED, reported: take.captured },
    { what: 'rows in the timing', expected: ROWS, reported: take.rows },
    { what: 'frames in the file', expected: ROWS, reported: take.frames },
    ...Object.entries(DROPS).map(([reason, expected]) => ({
      what: `drops: ${reason}`,
      expected,
      reported: take.drops[reason] ?? 0,
    })),
    { what: 'frames that vanished', expected: VANISHED, reported: vanished },
  ];
  const exact = checks.every(({ expected, reported }) => expected === reported);
  // Frames that vanished have to fail a take.
  return { passed: exact && take.verdict === 'FAIL', checks, reasons: take.reasons };
};

/**
 * Records a take with known losses, through a real recorder and onto the real disk, and compares what its verdict
 * says with what was injected. Within 15 s. @throws CameraTrouble where the folder or ffmpeg can't be used
 */
export const selfTest = async (deps: SelfTestDeps): Promise<SelfTest> => {
  const { start, clock, outputDir, picture, size } = deps;
  const folder = await mkdtemp(join(outputDir, '.self-test-')).catch((error: unknown) => {
    throw folderTrouble(outputDir, error);
  });
  try {
    const take = await start({
      slot: 'self_test',
      camera: 'self_test',
      mode: { ...size, fps: FPS, format: 'MJPG' },
      codec: 'mjpeg',
      outputDir: folder,
      sessionPrefix: 'self_test',
      trialNumber: 1,
      queueLimit: ROWS,
      broke: () => undefined,
    });
    const frame = frames(picture, clock);
    // All in one turn of the loop: the queue takes just so many, and what comes then is too much for it.
    let index = 0;
    for (; index < ROWS / 2; index += 1) take.push(frame(index));
    for (let bad = 0; bad < DROPS.bad_frame; bad += 1) take.lost('bad_frame');
    index += VANISHED;
    for (; index < ROWS + VANISHED + DROPS.queue_full; index += 1) take.push(frame(index));
    return judged(await take.stop('self-test'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

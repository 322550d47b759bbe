import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { findFfmpeg } from '../backends/ffmpeg.ts';
import { frameAt, makePictures } from './frames-double.ts';
import { startTake } from './start-take.ts';

/** Records into the folder of its first argument at 30 fps, and says how far it is, until somebody kills it. */
const outputDir = process.argv[2] ?? '';
const pictures = await makePictures(30);
const take = await startTake(
  {
    slot: 'cam1',
    camera: 'wide',
    mode: { width: 320, height: 180, fps: 30, format: 'MJPG' },
    codec: process.argv[3] === 'h264' ? 'h264' : 'mjpeg',
    outputDir,
    sessionPrefix: 'crash',
    trialNumber: 1,
    queueLimit: 120,
    broke: () => process.exit(3),
  },
  {
    clock: systemClock,
    log: createLog('silent'),
    ffmpeg: () => findFfmpeg(),
    appVersion: '0.0.0',
  },
);
let index = 0;
setInterval(() => {
  const picture = pictures[index % pictures.length];
  if (picture) take.push(frameAt(picture, index));
  index += 1;
  process.stdout.write(`${index} ${take.pids()[0] ?? 0}\n`);
}, 33);

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { countTo, Witness } from '../capture/capture-fixture.ts';
import type { Capture } from '../ports.ts';
import { createBackends, ffmpegFinder } from './index.ts';
import {
  AS_H264,
  endSender,
  freeUdpPort,
  rtspCamera,
  type SourceDouble,
  srtCamera,
  startSender,
} from './sources-double.ts';

const { network } = createBackends({
  clock: systemClock,
  log: createLog('silent'),
  ffmpeg: ffmpegFinder(),
  stalledMs: () => 1500,
});
const AS_MJPEG = '-c:v mjpeg -huffman default -q:v 5 -pix_fmt yuvj420p';
const open: Capture[] = [];
const sources: SourceDouble[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await Promise.all(sources.splice(0).map((one) => one.end()));
});

const using = (source: SourceDouble): SourceDouble => {
  sources.push(source);
  return source;
};
const start = (path: string, format = 'H264'): Witness => {
  const witness = new Witness();
  const camera = {
    camera_id: { backend: 'network' as const, stable_id: path },
    name: 'Source',
    device_path: path,
  };
  const mode = { width: 320, height: 240, fps: 25, format };
  open.push(network.open(camera, mode, witness));
  return witness;
};
/** Milliseconds from picture to picture by the source's own clock. */
const stepsOf = ({ frames }: Witness): number[] =>
  frames
    .slice(1)
    .map(({ pts }, at) => Math.round(((pts ?? 0) - (frames[at]?.pts ?? 0)) * 1000));

/** The sender's pictures are 40 ms apart; the way here may lose one, and no picture's time is when it arrived. */
const expectItsOwnTimes = (witness: Witness): void => {
  const steps = stepsOf(witness);
  const exact = steps.filter((step) => step === 40).length;
  expect(exact, steps.join(' ')).toBeGreaterThan(0.8 * steps.length);
  expect(
    steps.every((step) => step > 0 && step % 40 === 0),
    steps.join(' '),
  ).toBe(true);
  expect(witness.frames.every((one) => one.takenMs === one.arrivedMs)).toBe(true);
  expect(witness.indexes).toEqual(countTo(witness.frames.length));
  expect(witness.badPieces).toEqual([]);
};
const statesOf = (witness: Witness): string =>
  witness.states.map(({ state }) => state).join(' ');

describe('a camera by RTSP', () => {
  it.each([
    ['H264', AS_H264],
    ['MJPG', AS_MJPEG],
  ])('delivers %s with its own times', async (format, encode) => {
    const { port } = using(await rtspCamera(0, encode));
    const path = `rtsp://127.0.0.1:${port}/`;
    const { default_record } = await network.probe({
      camera_id: { backend: 'network', stable_id: path },
      name: 'Source',
      device_path: path,
    });
    expect(default_record).toMatchObject({ width: 320, height: 240, fps: 25, format });
    const witness = start(path, format);
    await witness.untilFrames(40);
    expectItsOwnTimes(witness);
  });

  it('that is down at the start comes up later, and comes back after it went away', async () => {
    const first = using(await rtspCamera(0));
    const { port } = first;
    await first.end();
    sources.splice(0);
    const witness = start(`rtsp://127.0.0.1:${port}/`);
    await witness.until(() => witness.messages.length >= 2);
    expect(witness.messages[0]).toMatch(/refused/);
    const second = using(await rtspCamera(port));
    await witness.untilFrames(10);
    expect(witness.frames.every(({ gap }) => gap === null)).toBe(true);
    const told = witness.states.length;
    await second.end();
    sources.splice(0);
    await witness.until(() => witness.states.slice(told).some(({ state }) => state === 'lost'));
    using(await rtspCamera(port));
    await witness.until(() => witness.frames.some(({ gap }) => gap !== null));
    const gaps = witness.frames.flatMap(({ gap }) => gap ?? []);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.ms).toBeGreaterThan(250);
    expect(statesOf(witness)).toMatch(
      /^(starting lost )+starting live (stalled )?(lost starting )+live$/,
    );
    expect(witness.indexes).toEqual(countTo(witness.frames.length));
  });
});

describe('a source by SRT', () => {
  it('delivers with its own times', async () => {
    const { port } = using(srtCamera(await freeUdpPort()));
    const witness = start(`srt://127.0.0.1:${port}`);
    await witness.untilFrames(40, 15_000);
    expectItsOwnTimes(witness);
    expect(open[0]?.mode).toMatchObject({ width: 320, height: 240 });
  });

  it('that is down at the start comes up later, and comes back after it went away', async () => {
    const port = await freeUdpPort();
    const witness = start(`srt://127.0.0.1:${port}`);
    await witness.untilState('lost', 15_000);
    const first = using(srtCamera(port));
    await witness.untilFrames(10, 15_000);
    expect(witness.frames[0]?.gap).toBeNull();
    await first.end();
    await witness.untilState('lost', 15_000);
    using(srtCamera(port));
    await witness.until(() => witness.frames.some(({ gap }) => gap !== null), 15_000);
    expect(witness.states.map(({ state }) => state)).toContain('lost');
    expect(witness.indexes).toEqual(countTo(witness.frames.length));
  }, 60_000);
});

it('takes the times of a stream by HTTP that has its own', async () => {
  const senders: ChildProcess[] = [];
  const server = createServer((_, response) => {
    const sender = startSender(`${AS_H264} -f mpegts pipe:1`);
    senders.push(sender);
    sender.stdout?.pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  using({
    port,
    async end() {
      server.closeAllConnections();
      server.close();
      await Promise.all([once(server, 'close'), ...senders.map(endSender)]);
    },
  });
  const witness = start(`http://127.0.0.1:${port}/stream.ts`);
  await witness.untilFrames(40);
  expectItsOwnTimes(witness);
});

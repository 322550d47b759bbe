import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CameraDescriptor, CameraMode } from '#shared/contract/camera.ts';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { countTo, fpsOf, isAlive, Witness } from '../capture/capture-fixture.ts';
import { jpegSize } from '#shared/domain/jpeg-size.ts';
import type { CameraBackend, Capture } from '../ports.ts';
import { createBackends, ffmpegFinder } from './index.ts';

const run = promisify(execFile);
const backends = createBackends({
  clock: systemClock,
  log: createLog('silent'),
  ffmpeg: ffmpegFinder(),
  stalledMs: () => 600,
});
const open: Capture[] = [];
const servers: Server[] = [];
let folder = '';
let picture = Buffer.alloc(0);

const make = (args: string, output: string) =>
  run('ffmpeg', [
    ...`-v error -f lavfi -i testsrc2=size=320x180:rate=30 ${args}`.split(' '),
    output,
  ]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mcr-cameras-'));
  const still = '-frames:v 1 -c:v mjpeg -pix_fmt yuvj420p -f image2pipe';
  const { stdout } = await run(
    'ffmpeg',
    `-v error -f lavfi -i testsrc2=size=320x180 ${still} pipe:1`.split(' '),
    { encoding: 'buffer' },
  );
  picture = stdout;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});
afterAll(() => rm(folder, { recursive: true }));

const start = (
  backend: CameraBackend,
  descriptor: CameraDescriptor,
  mode: CameraMode,
  witness: Witness,
): Capture => {
  const capture = backend.open(descriptor, mode, witness);
  open.push(capture);
  return capture;
};
const source = (path: string): CameraDescriptor => ({
  camera_id: { backend: 'network', stable_id: path },
  name: 'Source',
  device_path: path,
});

const trouble = (path: string) => backends.network.probe(source(path));

/** An IP camera that sends 25 pictures a second until `ends` says how it stops. */
const ipCamera = async (port: number, ends: (sent: number, to: ServerResponse) => boolean) => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=cut' });
    let sent = 0;
    const timer = setInterval(() => {
      if (ends(sent, response)) return;
      sent += 1;
      const head = `--cut\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`;
      response.write(Buffer.concat([Buffer.from(head), picture, Buffer.from('\r\n')]));
    }, 40);
    response.on('close', () => clearInterval(timer));
  });
  servers.push(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it has no port');
  return address.port;
};

describe('synthetic', () => {
  it('delivers numbered pictures in real time, and leaves no process', async () => {
    const [first] = await backends.synthetic.discover();
    if (!first) throw new Error('no test pattern is offered');
    const { modes, default_record } = await backends.synthetic.probe(first);
    expect(modes).toContainEqual(default_record);
    const witness = new Witness();
    const mode = { width: 640, height: 360, fps: 30, format: 'MJPG' };
    const capture = start(backends.synthetic, first, mode, witness);
    await witness.untilFrames(70);
    expect(witness.indexes).toEqual(countTo(witness.frames.length));
    expect(fpsOf(witness, 10)).toBeGreaterThan(27);
    expect(fpsOf(witness, 10)).toBeLessThan(33);
    expect(witness.badPieces).toEqual([]);
    expect(witness.states.map(({ state }) => state)).toEqual(['starting', 'live']);
    expect(jpegSize(witness.frames[0]?.jpeg ?? picture)).toEqual({ width: 640, height: 360 });
    const ages = witness.frames.map(({ arrivedMs, takenMs }) => arrivedMs - takenMs);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
    expect(ages.toSorted((a, b) => a - b)[35]).toBeLessThan(100);
    expect(witness.frames.every(({ pts, takenMs }) => pts === takenMs / 1000)).toBe(true);
    const taken = witness.frames.map(({ takenMs }) => takenMs);
    expect(taken).toEqual(taken.toSorted((a, b) => a - b));
    const [pid = 0] = capture.pids();
    expect(isAlive(pid)).toBe(true);
    await capture.close();
    expect(isAlive(pid)).toBe(false);
  });

  it('is not disturbed by a sibling that dies, which comes back with the gap marked', async () => {
    const [first, second] = await backends.synthetic.discover();
    if (!first || !second) throw new Error('fewer than two test patterns are offered');
    const mode = { width: 320, height: 180, fps: 30, format: 'MJPG' };
    const steady = new Witness();
    const victim = new Witness();
    start(backends.synthetic, first, mode, steady);
    const dying = start(backends.synthetic, second, mode, victim);
    await Promise.all([steady.untilFrames(10), victim.untilFrames(10)]);
    for (const pid of dying.pids()) process.kill(pid, 'SIGKILL');
    await victim.until(() => victim.frames.some(({ gap }) => gap !== null));
    expect(victim.messages).toHaveLength(1);
    expect(victim.indexes).toEqual(countTo(victim.frames.length));
    expect(victim.frames.find(({ gap }) => gap)?.gap?.ms).toBeGreaterThan(250);
    expect(steady.messages).toEqual([]);
    expect(steady.indexes).toEqual(countTo(steady.frames.length));
  });
});

/** The first test pattern by a program that stands in for ffmpeg. */
const openWith = async (script: string): Promise<Witness> => {
  const program = join(folder, 'stand-in');
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const found = { ffmpeg: program, ffprobe: 'ffprobe', version: '7.1' };
  const { synthetic } = createBackends({
    clock: systemClock,
    log: createLog('silent'),
    ffmpeg: async () => ({ ...found, fpsFlag: '-fps_mode' }),
  });
  const [first] = await synthetic.discover();
  if (!first) throw new Error('no test pattern is offered');
  const witness = new Witness();
  start(synthetic, first, { width: 640, height: 360, fps: 30, format: 'MJPG' }, witness);
  return witness;
};

const lostWith = async (script: string): Promise<string | undefined> => {
  const witness = await openWith(script);
  await witness.untilState('lost');
  return witness.messages[0];
};

describe('synthetic, with an ffmpeg that', () => {
  it("can't write shows its pattern without text", async () => {
    const witness = await openWith('case "$*" in *drawtext*) exit 1;; esac; exec ffmpeg "$@"');
    await witness.untilFrames(61);
    const [one, next, , round] = [0, 1, 2, 30].map((at) => witness.frames[at]?.jpeg);
    expect(one && next?.equals(one)).toBe(false);
    // Nothing but the text would tell them apart.
    expect(one && round?.equals(one)).toBe(true);
    expect(witness.states.map(({ state }) => state)).toEqual(['starting', 'live']);
  });

  it('exits at once, writes garbage or knows no slices says so', async () => {
    expect(await lostWith('echo "no such library" >&2; exit 1')).toMatch(
      /could not make test pictures: no such library\. Assign/,
    );
    expect(await lostWith('head -c 100000 /dev/urandom')).toMatch(/made no test pictures/);
    const unsliced =
      'for one; do shift; [ "$one" = slice ] && one=frame; set -- "$@" "$one"; done';
    expect(await lostWith(`${unsliced}; exec ffmpeg "$@"`)).toMatch(/can't be put together/);
  });
});

describe('network', () => {
  it('passes the pictures of an IP camera on untouched, and takes it back after it died', async () => {
    let deaths = 0;
    const port = await ipCamera(0, (sent, response) => {
      if (sent < 10 || deaths > 0) return false;
      deaths += 1;
      response.destroy();
      return true;
    });
    const camera = source(`http://127.0.0.1:${port}/video`);
    const { default_record: mode } = await backends.network.probe(camera);
    expect(mode).toMatchObject({ width: 320, height: 180, format: 'MJPG' });
    deaths = 0;
    const witness = new Witness();
    if (mode) start(backends.network, camera, mode, witness);
    await witness.until(() => witness.frames.some(({ gap }) => gap !== null));
    expect(witness.frames.every(({ jpeg }) => jpeg.equals(picture))).toBe(true);
    expect(witness.frames.every(({ pts }) => pts === null)).toBe(true);
    expect(witness.indexes).toEqual(countTo(witness.frames.length));
    expect(witness.states.map(({ state }) => state)).toEqual([
      'starting',
      'live',
      'lost',
      'starting',
      'live',
    ]);
  });

  it('shows one that falls silent as stalled, and asks it again', async () => {
    const port = await ipCamera(0, (sent) => sent >= 8);
    const witness = new Witness();
    const mode = { width: 320, height: 180, fps: 25, format: 'MJPG' };
    start(backends.network, source(`http://127.0.0.1:${port}/`), mode, witness);
    await witness.until(() => witness.frames.some(({ gap }) => gap !== null));
    const states = witness.states.map(({ state }) => state);
    expect(states.slice(0, 4)).toEqual(['starting', 'live', 'stalled', 'lost']);
  });

  it('comes up with a source that was down at the start', async () => {
    const port = await ipCamera(0, () => false);
    const [server] = servers.splice(0);
    server?.close();
    const camera = source(`http://127.0.0.1:${port}/`);
    await expect(backends.network.probe(camera)).rejects.toThrow(/refused/);
    const witness = new Witness();
    start(
      backends.network,
      camera,
      { width: 320, height: 180, fps: 25, format: 'MJPG' },
      witness,
    );
    await witness.untilState('lost');
    expect(witness.messages[0]).toMatch(/refused/);
    await ipCamera(port, () => false);
    await witness.untilFrames(5);
    expect(witness.frames[0]?.gap).toBeNull();
  });

  it('loops a file in real time, re-encoding it only where it must', async () => {
    const file = join(folder, 'loop.mkv');
    const raw = join(folder, 'raw.y4m');
    await make('-t 0.5 -c:v mjpeg -pix_fmt yuvj420p -q:v 5', file);
    await make('-t 0.5', raw);
    for (const path of [file, raw]) {
      const { default_record: mode } = await backends.network.probe(source(path));
      expect(mode).toMatchObject({ width: 320, height: 180, fps: 30 });
      expect(mode?.format === 'MJPG').toBe(path === file);
      const witness = new Witness();
      const capture = mode ? start(backends.network, source(path), mode, witness) : null;
      await witness.untilFrames(50);
      expect(witness.indexes).toEqual(countTo(witness.frames.length));
      expect(witness.states).toHaveLength(2);
      expect(fpsOf(witness, 5)).toBeGreaterThan(24);
      expect(fpsOf(witness, 5)).toBeLessThan(36);
      // Three times round: its times count on.
      const late = witness.frames.map(({ pts }, at) => (pts ?? 0) * 1000 - (at * 1000) / 30);
      expect(Math.max(...late.map(Math.abs))).toBeLessThan(1);
      const same = witness.frames[0]?.jpeg.equals(witness.frames[15]?.jpeg ?? picture);
      if (path === file) expect(same).toBe(true);
      await capture?.close();
    }
  });

  it('says what is wrong with an address', async () => {
    await expect(trouble(join(folder, 'nowhere.mkv'))).rejects.toThrow(/No such file/);
    await expect(trouble('concat:/etc/hostname')).rejects.toThrow('no kind of source');
    await expect(trouble('http://')).rejects.toThrow('not complete');
    await expect(trouble('rtsp://me:secret@127.0.0.1:9/')).rejects.toThrow(
      /^rtsp:\/\/\*\*\*@127\.0\.0\.1:9\/ can't be opened: (?!.*secret).*refused/,
    );
  });
});

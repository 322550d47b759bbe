import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { CameraTrouble, type Capture } from '../ports.ts';
import { countTo, isAlive, Witness } from './capture-fixture.ts';
import { type CaptureOptions, startCapture } from './start-capture.ts';

const mode = { width: 640, height: 360, fps: 30, format: 'MJPG' };
const log = createLog('silent');
const open: Capture[] = [];
const capture = (
  witness: Witness,
  options: Pick<CaptureOptions, 'launch'> & Partial<CaptureOptions>,
) => {
  const started = startCapture({
    name: 'test',
    mode,
    clock: systemClock,
    log,
    events: witness,
    ...options,
  });
  open.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A program that stands in for ffmpeg. */
const script = (source: string) => async () => ({
  program: process.execPath,
  stamps: 'own' as const,
  args: [
    '-e',
    `const head = (n, ms) => { const b = Buffer.from('vidD--------'); b.writeUInt32BE(ms, 4); b.writeUInt32BE(n, 8); return b; };
    const part = (n, ms = 0) => { const b = Buffer.alloc(n, 65); b.set([255,216]); b.set([255,217], n - 2);
    return Buffer.concat([head(n, ms), b]); };
    const out = (b) => process.stdout.write(b); ${source}`,
  ],
});

/** Puts its number behind each picture, and can't with the fourth. */
const numbered = (jpeg: Buffer, index: number): Buffer => {
  if (index === 3) throw new CameraTrouble('It does not fit.', 'Take another.');
  return Buffer.concat([jpeg, Buffer.from([index])]);
};

describe('startCapture', () => {
  it('says why it has no pictures, and tries again with longer and longer pauses', async () => {
    const witness = new Witness();
    const exits = script(
      `console.error('rtsp://me:secret@camera: 401 Unauthorized'); process.exit(1)`,
    );
    capture(witness, { launch: exits });
    await witness.until(() => witness.messages.length >= 3);
    expect(witness.messages[0]).toBe('rtsp://***@camera: 401 Unauthorized');
    const pauses = witness.states.flatMap((one) =>
      one.state === 'lost' ? [one.nextTryMs] : [],
    );
    expect(pauses.slice(0, 3)).toEqual([250, 500, 1000]);
    expect(witness.frames).toEqual([]);
  });

  it('says what to do where its program is not there', async () => {
    const witness = new Witness();
    capture(witness, {
      launch: () => Promise.reject(new CameraTrouble('ffmpeg was not found.', 'Install it.')),
    });
    await witness.untilState('lost');
    expect(witness.messages).toEqual(['ffmpeg was not found. Install it.']);
    const missing = new Witness();
    capture(missing, {
      launch: async () => ({ program: '/nowhere/ffmpeg', args: [], stamps: 'own' }),
    });
    await missing.untilState('lost');
    expect(missing.messages[0]).toContain("/nowhere/ffmpeg can't be started");
  });

  it('lives through garbage, a truncated picture and one of 20 MB', async () => {
    const witness = new Witness();
    const source = `out('hello\\n'); out(part(50)); out(part(20000000)); out(part(60));
      out(part(900).subarray(0, 100)); for (let i = 0; i < 20; i++) out(part(70));
      setInterval(() => {}, 1000)`;
    capture(witness, { launch: script(source) });
    await witness.until(() => witness.badPieces.length >= 3 && witness.frames.length >= 20);
    expect(witness.badPieces).toEqual([
      'bytes that belong to no picture',
      'a picture of 20000000 bytes; the most is 16000000',
      'a truncated picture',
    ]);
    expect(witness.indexes.slice(0, 22)).toEqual(countTo(22));
  });

  it('gives up a program that writes nothing but garbage', async () => {
    const witness = new Witness();
    const garbage = script(`setInterval(() => out(Buffer.alloc(5000, 118)), 10)`);
    capture(witness, { launch: garbage, startWithinMs: 400 });
    await witness.untilState('lost');
    expect(witness.badPieces).toEqual(['bytes that belong to no picture']);
    expect(witness.messages).toEqual(['No picture came within 0.4 s.']);
  });

  it("passes the source's own times on, over the end of their 32 bits and anew after a gap", async () => {
    const witness = new Witness();
    const source = `for (const ms of [4294967290, 27, 61]) out(part(50, ms)); setTimeout(() => process.exit(), 50)`;
    capture(witness, { launch: script(source) });
    await witness.untilFrames(6);
    const run = [4294967.29, 4294967.323, 4294967.357];
    expect(witness.frames.slice(0, 6).map(({ pts }) => pts)).toEqual([...run, ...run]);
    expect(witness.frames.every((one) => one.takenMs === one.arrivedMs)).toBe(true);
  });

  it('knows when a picture was taken where the source stamps with the time of day', async () => {
    const witness = new Witness();
    const launch = script(
      `for (const ago of [86400000, 40, 7]) out(part(50, (Date.now() - ago) % 2 ** 32)); setInterval(() => {}, 1000)`,
    );
    capture(witness, { launch: async () => ({ ...(await launch()), stamps: 'wall' }) });
    await witness.untilFrames(3);
    const ages = witness.frames.map(({ arrivedMs, takenMs }) => arrivedMs - takenMs);
    for (const [at, ago] of [86_400_000, 40, 7].entries()) {
      expect(ages[at]).toBeGreaterThanOrEqual(ago);
      expect(ages[at]).toBeLessThan(ago + 1000);
    }
    expect(witness.frames.every(({ pts, takenMs }) => pts === takenMs / 1000)).toBe(true);
    const none = new Witness();
    capture(none, { launch: async () => ({ ...(await launch()), stamps: 'none' }) });
    await none.untilFrames(3);
    expect(none.frames.map(({ pts }) => pts)).toEqual([null, null, null]);
  });

  it("finishes each picture by its number in the run, and ends one whose pictures can't be", async () => {
    const witness = new Witness();
    const launch = script(
      `for (let i = 0; i < 5; i++) out(part(50)); setInterval(() => {}, 1000)`,
    );
    const camera = capture(witness, {
      launch: async () => ({ ...(await launch()), finish: numbered }),
    });
    await witness.untilFrames(6);
    await camera.close();
    expect(witness.messages).toEqual(['It does not fit. Take another.']);
    expect(witness.frames.map(({ jpeg }) => jpeg.at(-1))).toEqual([0, 1, 2, 0, 1, 2]);
    expect(witness.frames[3]?.gap?.reason).toBe('It does not fit. Take another.');
  });

  it('shows a stall, ends what stays silent, and marks the gap on the next picture', async () => {
    const witness = new Witness();
    const source = `out(part(50)); out(part(50)); setInterval(() => {}, 1000)`;
    capture(witness, { launch: script(source), stalledMs: 300 });
    await witness.untilFrames(4);
    const told = witness.states.map(({ state }) => state);
    expect(told.slice(0, 6)).toEqual([
      'starting',
      'live',
      'stalled',
      'lost',
      'starting',
      'live',
    ]);
    expect(witness.indexes.slice(0, 4)).toEqual([0, 1, 2, 3]);
    const gaps = witness.frames.slice(0, 4).map(({ gap }) => gap?.reason ?? null);
    expect(gaps).toEqual([
      null,
      null,
      expect.stringMatching(/^No picture for 0\.[67] s/),
      null,
    ]);
    const apart = Number(
      (witness.frames[2]?.arrivedNs ?? 0n) - (witness.frames[1]?.arrivedNs ?? 0n),
    );
    expect(witness.frames[2]?.gap?.ms).toBeCloseTo(apart / 1e6, 0);
  });

  it('goes on in the same run when pictures come back in time', async () => {
    const witness = new Witness();
    const source = `out(part(50)); setTimeout(() => out(part(50)), 700); setInterval(() => {}, 1000)`;
    capture(witness, { launch: script(source), stalledMs: 500 });
    await witness.untilFrames(2);
    expect(witness.states.map(({ state }) => state)).toEqual([
      'starting',
      'live',
      'stalled',
      'live',
    ]);
    expect(witness.frames[1]?.gap).toMatchObject({ reason: 'stalled' });
  });

  it('gives up a start that brings nothing', async () => {
    const witness = new Witness();
    capture(witness, { launch: script('setInterval(() => {}, 1000)'), startWithinMs: 400 });
    await witness.untilState('lost');
    expect(witness.messages).toEqual(['No picture came within 0.4 s.']);
  });

  it('holds a flood back, so that a quiet camera keeps its pace', async () => {
    const flood = new Witness();
    const quiet = new Witness();
    capture(flood, {
      launch: script(
        `const p = part(2000); const go = () => { while (out(p)); process.stdout.once('drain', go); }; go()`,
      ),
    });
    await flood.untilFrames(1);
    capture(quiet, { launch: script(`setInterval(() => out(part(2000)), 20)`) });
    await quiet.untilFrames(1);
    const from = flood.frames.length;
    await quiet.untilFrames(51);
    const seconds =
      Number((quiet.frames[50]?.arrivedNs ?? 0n) - (quiet.frames[0]?.arrivedNs ?? 0n)) / 1e9;
    expect(seconds).toBeLessThan(1.5);
    // Sixty a quarter of a second, and what one chunk holds beyond.
    expect((flood.frames.length - from) / seconds).toBeLessThan(600);
    expect(flood.frames.length - from).toBeGreaterThan(100);
  });

  it('ends a process that ignores the signal, within 3 s, and tells nothing after', async () => {
    const witness = new Witness();
    const source = `process.on('SIGTERM', () => {}); process.stdout.on('error', () => {}); setInterval(() => out(part(50)), 20)`;
    const camera = capture(witness, { launch: script(source) });
    await witness.untilFrames(2);
    const [pid = 0] = camera.pids();
    expect(isAlive(pid)).toBe(true);
    const since = performance.now();
    await camera.close();
    const seen = witness.frames.length;
    expect(performance.now() - since).toBeLessThan(3000);
    expect(isAlive(pid)).toBe(false);
    expect(camera.pids()).toEqual([]);
    expect(witness.frames).toHaveLength(seen);
  });

  it('does not suffer from a listener that throws', async () => {
    const witness = new Witness();
    const events = {
      frame: (frame: Parameters<Witness['frame']>[0]) => {
        witness.frame(frame);
        throw new Error('a listener of ours');
      },
      state: witness.state,
      bad: witness.bad,
    };
    capture(witness, {
      launch: script(`setInterval(() => out(part(50)), 20)`),
      events,
    });
    await witness.untilFrames(5);
    expect(witness.states.at(-1)).toEqual({ state: 'live' });
  });

  it('closes while it looks its source up, and while it pauses', async () => {
    const witness = new Witness();
    const slow = capture(witness, { launch: () => Promise.reject(new Error('no')) });
    await witness.untilState('lost');
    await slow.close();
    const looking = new Witness();
    const asked = Promise.withResolvers<Awaited<ReturnType<CaptureOptions['launch']>>>();
    const launch = script('setInterval(() => {}, 1000)');
    const never = capture(looking, { launch: () => asked.promise });
    await looking.untilState('starting');
    await never.close();
    asked.resolve(await launch());
    await asked.promise;
    expect(never.pids()).toEqual([]);
    expect(looking.states).toEqual([{ state: 'starting' }]);
  });
});

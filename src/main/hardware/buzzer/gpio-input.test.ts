import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GpioSchema } from '#shared/contract/hardware-clients.ts';
import { systemClock } from '../../clock.ts';
import { troubleText } from '../hardware-trouble.ts';
import { GpioInput } from './gpio-input.ts';
import type { PressDetails } from './press-input.ts';

const gpio = GpioSchema.parse({
  pins: [
    { pin: 17, buzzer_id: 'red' },
    { pin: 27, buzzer_id: 'blue' },
  ],
});

/** Answers as libgpiod's tool does, and then does what the test says. */
const script = (version: string, body: string): string => `#!${process.execPath}
if (process.argv.includes('--version')) {
  console.log('gpiomon (libgpiod) ${version}');
  process.exit(0);
}
const ns = () => process.hrtime.bigint();
const v1 = (pin, kind, at) => console.log(pin, kind, String(at / 1000000000n), String(at % 1000000000n));
const v2 = (pin, kind, at) =>
  console.log(pin, kind, at / 1000000000n + '.' + String(at % 1000000000n).padStart(9, '0'));
const stay = () => setInterval(() => {}, 1000);
${body}
`;

// The doubles are scripts that the system starts by their first line.
describe.skipIf(process.platform === 'win32')('pins', () => {
  let folder: string;
  let program: string;
  let pressed: [string, PressDetails][];
  let reports: string[];
  let input: GpioInput;
  const start = async (text: string | null): Promise<void> => {
    if (text !== null) {
      await writeFile(program, text);
      await chmod(program, 0o755);
    }
    input = new GpioInput(gpio, {
      clock: systemClock,
      program,
      report: (trouble) => reports.push(troubleText(trouble)),
      changed: () => {},
    });
    input.start((id, details) => pressed.push([id, details]));
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gpio-'));
    program = join(folder, 'gpiomon');
    pressed = [];
    reports = [];
  });
  afterEach(async () => {
    await input.stop();
    await rm(folder, { recursive: true });
  });

  test.each([
    ['v1.6.3', 'v1', ['0', '1']],
    ['v2.1.3', 'v2', ['falling', 'rising']],
  ])(
    '%s: presses of the watched edge, with the moment that the kernel stamped',
    async (version, print, [falls, rises]) => {
      await start(
        script(
          version,
          `const t = ns(); const say = ${print};
say(17, '${falls}', t - 5000000n); say(17, '${rises}', t - 4000000n);
say(27, '${falls}', t - 4600000n); say(99, '${falls}', t); stay();`,
        ),
      );
      await vi.waitFor(() => expect(pressed).toHaveLength(2), 5000);
      expect(pressed.map(([id, { source }]) => [id, source])).toEqual([
        ['red', 'gpio'],
        ['blue', 'gpio'],
      ]);
      const [red = 0, blue = 0] = pressed.map(([, { at }]) => at ?? 0);
      expect(blue - red).toBeCloseTo(0.4, 2);
      expect(Math.abs(Date.now() - red)).toBeLessThan(5000);
      expect(input.state).toEqual({ state: 'watching', trouble: null });
    },
  );

  test('an edge that another clock stamped counts when it arrives', async () => {
    await start(script('v2.1.3', `v2(17, 'falling', 1795888758000000000n); stay();`));
    await vi.waitFor(() => expect(pressed).toEqual([['red', { source: 'gpio' }]]), 5000);
  });

  test('the words of its options are those of its generation', async () => {
    await start(
      script('v1.6.3', `console.error(process.argv.slice(2).join('|')); process.exit(1);`),
    );
    await vi.waitFor(() => expect(reports).toHaveLength(1), 5000);
    expect(reports[0]).toContain(
      '--falling-edge|--bias=pull-up|--format=%o %e %s %n|gpiochip0|17|27',
    );
  });

  test('a machine without the program says so and what to install', async () => {
    await start(null);
    await vi.waitFor(() => expect(input.state.state).toBe('waiting'), 5000);
    expect(input.state.trouble).toContain('apt install gpiod');
    expect(reports).toHaveLength(1);
  });

  test('one that ends says why, and is started again', async () => {
    await start(
      script(
        'v1.6.3',
        `const fs = require('node:fs'); const mark = __filename + '.second';
if (!fs.existsSync(mark)) { fs.writeFileSync(mark, ''); console.error('error waiting for events: Device or resource busy'); process.exit(1); }
v1(17, '0', ns()); stay();`,
      ),
    );
    await vi.waitFor(() => expect(pressed).toHaveLength(1), 8000);
    expect(reports).toEqual([
      expect.stringContaining('ended (1): error waiting for events: Device or resource busy.'),
    ]);
    expect(input.state).toEqual({ state: 'watching', trouble: null });
  });

  test('lines that are none are not presses', async () => {
    await start(
      script(
        'v1.6.3',
        `console.log('event: FALLING'); console.log(''); v1(17, '0', ns()); stay();`,
      ),
    );
    await vi.waitFor(() => expect(pressed).toHaveLength(1), 5000);
  });

  test('a line without an end is not kept: the program is ended', async () => {
    await start(script('v1.6.3', `process.stdout.write('x'.repeat(100000)); stay();`));
    await vi.waitFor(() => expect(reports).toHaveLength(1), 5000);
    expect(reports[0]).toContain('a line without an end');
  });

  test('stopped, its process is gone, even one that will not go', async () => {
    await start(
      script(
        'v1.6.3',
        `process.on('SIGTERM', () => {});
require('node:fs').writeFileSync(__filename + '.pid', String(process.pid)); v1(17, '0', ns()); stay();`,
      ),
    );
    await vi.waitFor(() => expect(pressed).toHaveLength(1), 5000);
    const pid = Number(await readFile(`${program}.pid`, 'utf8'));
    expect(process.kill(pid, 0)).toBe(true);
    await input.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(input.state.state).toBe('stopped');
  });
});

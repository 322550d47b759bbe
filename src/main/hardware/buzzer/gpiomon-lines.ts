import type { Gpio } from '#shared/contract/hardware-clients.ts';

/** The two generations of libgpiod's tools have other options and other lines. */
export type GpiomonGeneration = 1 | 2;

/** From `gpiomon (libgpiod) v1.6.3`; null where it does not say. */
export const generationOf = (version: string): GpiomonGeneration | null => {
  const major = /\(libgpiod\) v(\d+)\./.exec(version)?.[1];
  if (major === '1') return 1;
  return major === undefined || major === '0' ? null : 2;
};

/** What it is started with. Its lines then are those that `edgeOf` reads. */
export const gpiomonArgs = (
  { chip, pins, edge, bias }: Gpio,
  generation: GpiomonGeneration,
): string[] => {
  const lines = pins.map(({ pin }) => String(pin));
  const biased =
    bias === 'as-is' ? [] : [generation === 1 ? `--bias=${bias}` : `--bias=${biasOf2(bias)}`];
  // The first generation keeps its lines back without `--line-buffered`.
  if (generation === 1)
    return [
      '--line-buffered',
      `--${edge}-edge`,
      ...biased,
      '--format=%o %e %s %n',
      chip,
      ...lines,
    ];
  return [
    `--chip=${chip}`,
    `--edges=${edge}`,
    '--event-clock=monotonic',
    ...biased,
    '--format=%o %E %S',
    ...lines,
  ];
};

const biasOf2 = (bias: Gpio['bias']): string => (bias === 'disable' ? 'disabled' : bias);

export interface GpioEdge {
  pin: number;
  edge: 'rising' | 'falling';
  /** Nanoseconds on the clock of the kernel. */
  atNs: bigint;
}

const FIRST = /^(\d{1,4}) ([01]) (\d{1,12}) (\d{1,9})$/;
const SECOND = /^(\d{1,4}) (rising|falling) (\d{1,12})\.(\d{9})$/;

/** One line of either generation; null for any other text. */
export const edgeOf = (line: string): GpioEdge | null => {
  const first = FIRST.exec(line);
  if (first) {
    const [, pin, kind, seconds = '0', rest = '0'] = first;
    return {
      pin: Number(pin),
      edge: kind === '1' ? 'rising' : 'falling',
      atNs: BigInt(seconds) * 1_000_000_000n + BigInt(rest),
    };
  }
  const [, pin, kind, seconds = '0', rest = '0'] = SECOND.exec(line) ?? [];
  if (pin === undefined) return null;
  return {
    pin: Number(pin),
    edge: kind === 'rising' ? 'rising' : 'falling',
    atNs: BigInt(seconds) * 1_000_000_000n + BigInt(rest),
  };
};

import type { CameraControl, CameraMode } from '#shared/contract/camera.ts';

/** One camera as `v4l2-ctl --list-devices` names it. */
export interface V4l2Device {
  name: string;
  /** What stands in brackets: `usb-0000:00:14.0-2`, `platform:v4l2loopback-000`. */
  bus: string;
  /** Its video nodes in order; media nodes are left out. */
  nodes: string[];
}

/** Reads `v4l2-ctl --list-devices`. */
export const parseDevices = (output: string): V4l2Device[] => {
  const devices: V4l2Device[] = [];
  for (const line of output.split('\n')) {
    const node = /^\s+(\/dev\/\S+)/.exec(line)?.[1];
    if (node !== undefined) {
      if (/^\/dev\/video\d+$/.test(node)) devices.at(-1)?.nodes.push(node);
      continue;
    }
    const head = /^(\S.*) \(([^()]+)\):\s*$/.exec(line);
    if (head?.[1] !== undefined && head[2] !== undefined)
      devices.push({ name: head[1].trim(), bus: head[2], nodes: [] });
  }
  return devices.filter(({ nodes }) => nodes.length > 0);
};

/** Sizes that people ask for, where a camera scales to any. */
const USUAL_SIZES = [
  [320, 240],
  [640, 360],
  [640, 480],
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
] as const;

const usualSizesWithin = (line: string): [number, number][] => {
  const range = /(\d+)x(\d+) - (\d+)x(\d+)(?: with step (\d+)\/(\d+))?/.exec(line);
  if (!range) return [];
  const [fromX = 0, fromY = 0, toX = 0, toY = 0, stepX = 1, stepY = 1] = range
    .slice(1)
    .map((text) => Number(text ?? 1));
  return [...USUAL_SIZES, [toX, toY] as const]
    .filter(([x, y], at, all) => all.findIndex(([a, b]) => a === x && b === y) === at)
    .filter(([x, y]) => x >= fromX && x <= toX && y >= fromY && y <= toY)
    .filter(([x, y]) => (x - fromX) % stepX === 0 && (y - fromY) % stepY === 0)
    .map(([x, y]) => [x, y]);
};

/** Rates of one `Interval:` line: the one that it names, or the usual ones within its range. */
const ratesOf = (line: string): number[] => {
  const range = /\(([\d.]+)-([\d.]+) fps\)/.exec(line);
  if (range)
    return [15, 25, 30, 50, 60].filter(
      (fps) => fps >= Number(range[1]) && fps <= Number(range[2]),
    );
  const one = /\(([\d.]+) fps\)/.exec(line);
  return one ? [Number(one[1])] : [];
};

/** Reads `v4l2-ctl --list-formats-ext`. A node for metadata has none. */
export const parseFormats = (output: string): CameraMode[] => {
  const modes: CameraMode[] = [];
  let format = '';
  let sizes: [number, number][] = [];
  for (const line of output.split('\n')) {
    const named = /^\s*\[\d+\]: '([^']{1,20})'/.exec(line)?.[1];
    const discrete = /Size: Discrete (\d+)x(\d+)/.exec(line);
    if (/^\s*Type: /.test(line)) format = '';
    if (named !== undefined) {
      format = named.trim();
      sizes = [];
    } else if (discrete) sizes = [[Number(discrete[1]), Number(discrete[2])]];
    else if (/Size: (Stepwise|Continuous)/.test(line)) sizes = usualSizesWithin(line);
    else if (format !== '' && /Interval: /.test(line))
      for (const [width, height] of sizes)
        for (const fps of ratesOf(line)) modes.push({ width, height, fps, format });
  }
  return modes.filter(
    (mode, at) => modes.findIndex((other) => key(other) === key(mode)) === at && mode.fps > 0,
  );
};

const key = ({ width, height, fps, format }: CameraMode): string =>
  `${format} ${width}x${height}@${fps}`;

const KINDS: Readonly<Record<string, CameraControl['kind']>> = {
  int: 'int',
  int64: 'int',
  bool: 'bool',
  menu: 'menu',
  intmenu: 'menu',
  button: 'button',
};

const numberIn = (text: string, field: string): number | null => {
  const found = new RegExp(`\\b${field}=(-?\\d+)`).exec(text)?.[1];
  return found === undefined ? null : Number(found);
};

/** Reads `v4l2-ctl --list-ctrls-menus` and `--list-ctrls`. Texts, bit masks and arrays are left out. */
export const parseControls = (output: string): CameraControl[] => {
  const controls: CameraControl[] = [];
  let current: CameraControl | null = null;
  for (const line of output.split('\n')) {
    const entry = /^\s+(-?\d+): (.*)$/.exec(line);
    if (entry?.[1] !== undefined && current?.kind === 'menu') {
      const words = (entry[2] ?? '').replace(/ \(0x[0-9a-f]+\)$/, '').trim();
      current.menu = { ...current.menu, [entry[1]]: words };
      continue;
    }
    const head = /^\s*([a-z0-9_]+)\s+0x[0-9a-f]+\s+\((\w+)\)\s*:(.*)$/.exec(line);
    if (!head) continue;
    const kind = KINDS[head[2] ?? ''];
    const facts = head[3] ?? '';
    const flags = /flags=(.*)$/.exec(facts)?.[1] ?? '';
    current = kind === undefined ? null : controlOf(head[1] ?? '', kind, facts, flags);
    if (current) controls.push(current);
  }
  return controls;
};

const controlOf = (
  name: string,
  kind: CameraControl['kind'],
  facts: string,
  flags: string,
): CameraControl => ({
  name,
  kind,
  min: kind === 'bool' ? 0 : numberIn(facts, 'min'),
  max: kind === 'bool' ? 1 : numberIn(facts, 'max'),
  step: kind === 'bool' || kind === 'menu' ? 1 : numberIn(facts, 'step'),
  default: numberIn(facts, 'default'),
  value: flags.includes('write-only') ? null : numberIn(facts, 'value'),
  menu: null,
  inactive: /inactive|grabbed|disabled|read-only/.test(flags),
});

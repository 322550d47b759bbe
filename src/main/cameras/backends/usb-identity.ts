import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What tells one USB camera from another. */
export interface UsbIdentity {
  /** `046d:082d`, or the by-id name, or the node's own name where the system tells nothing better. */
  model: string;
  serial: string | null;
  /** The port, as the kernel names it: `1-2.4`. */
  usbPath: string | null;
}

const textOf = async (path: string): Promise<string | null> => {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
};

/** The name under `v4l/by-id` that points to a node. */
const byIdName = async (node: string, dev: string): Promise<string | null> => {
  const folder = join(dev, 'v4l', 'by-id');
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const target = await realpath(join(folder, name)).catch(() => null);
    if (target !== null && basename(target) === basename(node))
      return name.replace(/-video-index\d+$/, '');
  }
  return null;
};

/** Asks sysfs, then /dev/v4l/by-id, who sits behind a node such as `/dev/video0`. */
export const identify = async (
  node: string,
  sys = '/sys',
  dev = '/dev',
): Promise<UsbIdentity> => {
  const link = join(sys, 'class', 'video4linux', basename(node), 'device');
  let folder = await realpath(link).catch(() => null);
  // The video interface (1-2:1.0) hangs below the device (1-2), which knows vendor and serial.
  for (let up = 0; folder !== null && up < 3; up += 1, folder = dirname(folder)) {
    const vendor = await textOf(join(folder, 'idVendor'));
    const product = await textOf(join(folder, 'idProduct'));
    if (vendor === null || product === null) continue;
    return {
      model: `${vendor}:${product}`,
      serial: await textOf(join(folder, 'serial')),
      usbPath: basename(folder),
    };
  }
  const named = await byIdName(node, dev);
  return { model: named ?? basename(node), serial: null, usbPath: null };
};

/**
 * Gives each camera its id: model and serial, which follow it to any port; or model and port where it has no
 * serial, or shares one with another. A serial once seen twice stays distrusted, so that ids don't change
 * when one of two twins is unplugged.
 */
export class StableIds {
  readonly #shared = new Set<string>();

  assign(identities: readonly UsbIdentity[]): string[] {
    const seen = new Set<string>();
    for (const { model, serial } of identities) {
      if (serial === null) continue;
      const name = `${model}:${serial}`;
      if (seen.has(name)) this.#shared.add(name);
      seen.add(name);
    }
    return identities.map(({ model, serial, usbPath }) => {
      const name = serial === null ? model : `${model}:${serial}`;
      const trusted = serial !== null && !this.#shared.has(name);
      return (trusted || usbPath === null ? name : `${name}@${usbPath}`).slice(0, 256);
    });
  }
}

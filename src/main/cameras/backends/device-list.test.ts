import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  parseAvfoundation,
  parseAvfoundationModes,
  parseDshow,
  parseDshowModes,
} from './device-list.ts';

const recorded = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');

describe('avfoundation', () => {
  it('lists cameras, tells twins apart, and leaves screens and microphones out', () => {
    expect(parseAvfoundation(recorded('avfoundation.txt'))).toEqual([
      { name: 'FaceTime HD Camera', id: 'FaceTime HD Camera', input: 'FaceTime HD Camera' },
      { name: 'USB Camera', id: 'USB Camera', input: 'USB Camera' },
      { name: 'USB Camera', id: 'USB Camera#2', input: '2' },
      { name: 'Deck: Link', id: 'Deck: Link', input: '3' },
    ]);
  });

  it('reads modes from the refusal of an impossible one', () => {
    expect(parseAvfoundationModes(recorded('avfoundation-modes.txt'))).toEqual([
      { width: 640, height: 480, fps: 30, format: '' },
      { width: 1280, height: 720, fps: 30, format: '' },
    ]);
  });
});

describe('dshow', () => {
  it('lists what has pictures, by the name that survives a re-plug', () => {
    const devices = parseDshow(recorded('dshow.txt'));
    expect(devices.map(({ name }) => name)).toEqual(['Integrated Camera', 'Capture Card']);
    expect(devices[0]?.id).toBe(
      '@device_pnp_\\\\?\\usb#vid_04f2&pid_b6d9&mi_00#6&1d7a&0&0000#{65e8773d}\\global',
    );
    expect(devices[0]?.input).toBe(devices[0]?.id);
  });

  it('understands the sections of older lists', () => {
    expect(parseDshow(recorded('dshow-before-5.txt'))).toEqual([
      { name: 'Old Camera', id: '@device_pnp_old', input: '@device_pnp_old' },
    ]);
  });

  it('reads modes once each, and skips formats without a name', () => {
    expect(parseDshowModes(recorded('dshow-options.txt'))).toEqual([
      { width: 1280, height: 720, fps: 30, format: 'MJPG' },
      { width: 640, height: 480, fps: 30, format: 'YUYV' },
    ]);
  });
});

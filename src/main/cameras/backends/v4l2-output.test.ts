import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseDefaults } from './default-modes.ts';
import { parseControls, parseDevices, parseFormats } from './v4l2-output.ts';

const recorded = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');

describe('parseDevices', () => {
  it('keeps cameras with their video nodes, and leaves media nodes out', () => {
    expect(parseDevices(recorded('list-devices.txt'))).toEqual([
      {
        name: 'HD Pro Webcam C920',
        bus: 'usb-0000:00:14.0-2',
        nodes: ['/dev/video0', '/dev/video1'],
      },
      {
        name: 'Live Streaming USB Device: Live',
        bus: 'usb-0000:00:14.0-4.1',
        nodes: ['/dev/video2', '/dev/video3'],
      },
    ]);
  });

  it('finds nothing in what is no list', () => {
    expect(parseDevices('Cannot open device /dev/video0, exiting.\n')).toEqual([]);
    expect(parseDevices('\t/dev/video9\n')).toEqual([]);
  });
});

describe('parseFormats', () => {
  it('reads each format, size and rate once', () => {
    const modes = parseFormats(recorded('formats-mjpg-yuyv.txt'));
    expect(modes).toHaveLength(8);
    expect(modes[0]).toEqual({ width: 640, height: 480, fps: 30, format: 'YUYV' });
    expect(modes.filter(({ format }) => format === 'MJPG').map(({ fps }) => fps)).toEqual([
      30, 60, 30, 30, 24,
    ]);
  });

  it('offers the usual sizes and rates of a camera that scales', () => {
    const modes = parseFormats(recorded('formats-h264-stepwise.txt'));
    expect(modes[0]).toEqual({ width: 1920, height: 1080, fps: 29.97, format: 'H264' });
    const sizes = (format: string): string[] => [
      ...new Set(modes.filter((m) => m.format === format).map((m) => `${m.width}x${m.height}`)),
    ];
    expect(sizes('YU12')).toEqual(['320x240', '640x360', '640x480', '1280x720', '1296x972']);
    expect(sizes('NV12')).toEqual(['320x240', '640x360', '640x480']);
    expect(
      modes.filter((m) => m.format === 'NV12' && m.width === 320).map((m) => m.fps),
    ).toEqual([15, 25, 30, 50, 60]);
  });

  it('finds no mode on a metadata node, nor in garbage', () => {
    expect(parseFormats(recorded('formats-metadata.txt'))).toEqual([]);
    expect(parseFormats('Interval: Discrete 0.033s (30.000 fps)')).toEqual([]);
  });
});

describe('chooseDefaults', () => {
  it('looks at 720p and keeps 1080p, compressed by the camera, at 30', () => {
    expect(chooseDefaults(parseFormats(recorded('formats-mjpg-yuyv.txt')))).toEqual({
      default_preview: { width: 1280, height: 720, fps: 30, format: 'MJPG' },
      default_record: { width: 1920, height: 1080, fps: 30, format: 'MJPG' },
    });
    expect(chooseDefaults([])).toEqual({ default_preview: null, default_record: null });
  });
});

describe('parseControls', () => {
  const controls = parseControls(recorded('controls-menus.txt'));
  const named = (name: string) => controls.find((control) => control.name === name);

  it('reads every kind that can be shown', () => {
    expect(controls.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'brightness int',
      'contrast int',
      'white_balance_automatic bool',
      'do_balance button',
      'power_line_frequency menu',
      'white_balance_temperature int',
      'auto_exposure menu',
      'exposure_time_absolute int',
      'link_frequency menu',
      'pixel_rate int',
    ]);
    expect(named('brightness')).toEqual({
      name: 'brightness',
      kind: 'int',
      min: -64,
      max: 64,
      step: 1,
      default: 0,
      value: 12,
      menu: null,
      inactive: false,
    });
    expect(named('white_balance_automatic')).toMatchObject({ min: 0, max: 1, value: 1 });
    expect(named('do_balance')).toMatchObject({ value: null });
  });

  it('knows menus with holes, and the numbers of integer menus', () => {
    expect(named('auto_exposure')?.menu).toEqual({
      '1': 'Manual Mode',
      '3': 'Aperture Priority Mode',
    });
    expect(named('link_frequency')?.menu).toEqual({ '0': '456000000', '1': '228000000' });
    expect(named('power_line_frequency')?.value).toBe(1);
  });

  it('marks what can not be set now', () => {
    expect(controls.filter(({ inactive }) => inactive).map(({ name }) => name)).toEqual([
      'white_balance_temperature',
      'exposure_time_absolute',
      'link_frequency',
      'pixel_rate',
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { GpioSchema } from '#shared/contract/hardware-clients.ts';
import { edgeOf, generationOf, gpiomonArgs } from './gpiomon-lines.ts';

const gpio = GpioSchema.parse({
  pins: [
    { pin: 17, buzzer_id: 'red' },
    { pin: 27, buzzer_id: 'blue' },
  ],
});

test.each([
  ['gpiomon (libgpiod) v1.6.3\nCopyright (C) 2017-2018', 1],
  ['gpiomon (libgpiod) v2.1.3', 2],
  ['gpiomon (libgpiod) v3.0', 2],
  ['gpiomon (libgpiod) v0.3', null],
  ['something else', null],
])('%j is of generation %j', (text, generation) => {
  expect(generationOf(text)).toBe(generation);
});

test('each generation is asked in its own words', () => {
  expect(gpiomonArgs(gpio, 1)).toEqual([
    '--line-buffered',
    '--falling-edge',
    '--bias=pull-up',
    '--format=%o %e %s %n',
    'gpiochip0',
    '17',
    '27',
  ]);
  expect(gpiomonArgs({ ...gpio, bias: 'disable', edge: 'rising' }, 2)).toEqual([
    '--chip=gpiochip0',
    '--edges=rising',
    '--event-clock=monotonic',
    '--bias=disabled',
    '--format=%o %E %S',
    '17',
    '27',
  ]);
  expect(gpiomonArgs({ ...gpio, bias: 'as-is' }, 1).join(' ')).not.toContain('bias');
});

describe('a line', () => {
  test.each([
    // The first generation does not fill its nanoseconds up with zeros.
    ['17 0 1085 382919046', { pin: 17, edge: 'falling', atNs: 1_085_382_919_046n }],
    ['17 1 1085 46', { pin: 17, edge: 'rising', atNs: 1_085_000_000_046n }],
    ['27 falling 1085.000000046', { pin: 27, edge: 'falling', atNs: 1_085_000_000_046n }],
    ['27 rising 0.500000000', { pin: 27, edge: 'rising', atNs: 500_000_000n }],
  ])('%j', (line, edge) => {
    expect(edgeOf(line)).toEqual(edge);
  });

  test.each([
    '',
    'event: FALLING EDGE offset: 17 timestamp: [1085.382919046]',
    '17 2 1085 46',
    '17 0 1085 1000000000',
    '27 falling 1085.46',
    '-1 0 1 1',
    '17 0 1085 46 ',
  ])('%j is none', (line) => {
    expect(edgeOf(line)).toBeNull();
  });
});

test.each([['-x'], ['../mem'], ['gpiochip0; reboot'], ['']])('%j is no chip', (chip) => {
  expect(GpioSchema.safeParse({ ...gpio, chip }).success).toBe(false);
});

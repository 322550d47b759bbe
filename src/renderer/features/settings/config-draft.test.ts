import { describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { configOf, SoundConfigSchema, typedOf, type TypedConfig } from './config-draft.ts';
import { CONFIG_FIELDS } from './config-fields.ts';

const config = BridgeConfigSchema.parse({ show_name: 'Late Edition', future: 1 });
const typing = (fields: TypedConfig['fields']): TypedConfig => {
  const typed = typedOf(config);
  return { ...typed, fields: { ...typed.fields, ...fields } };
};
const problemOf = (path: string, value: string): string | undefined => {
  const made = configOf(typing({ [path]: value }));
  return made.ok ? undefined : new Map(made.problems).get(path);
};

describe('a config that nobody changed', () => {
  it('is what it was, with what has no field', () => {
    expect(configOf(typedOf(config))).toEqual({ ok: true, value: config });
    expect(SoundConfigSchema.safeParse(typedOf(config)).success).toBe(true);
  });
  it('has every field that is shown', () => {
    const { fields } = typedOf(config);
    const empty = CONFIG_FIELDS.filter(
      ({ path, kind }) => kind === 'number' && fields[path] === '',
    );
    expect(empty).toEqual([]);
  });
});

describe('what is typed', () => {
  it('is trimmed, a comma is a point, and a figure is a number', () => {
    const made = configOf(
      typing({
        show_name: ' Morning ',
        port: ' 8888 ',
        'cameras/disk_stop_minutes': '2,5',
        'health_checks/enabled': false,
      }),
    );
    expect(made).toEqual({
      ok: true,
      value: {
        ...config,
        show_name: 'Morning',
        port: 8888,
        cameras: { ...config.cameras, disk_stop_minutes: 2.5 },
        health_checks: { ...config.health_checks, enabled: false },
      },
    });
  });
  it.each(['80 00', '0', '65536', '', 'eight', '80.5'])('is no port: “%s”', (port) => {
    expect(problemOf('port', port)).toMatch(/1 to 65535/);
    expect(problemOf('grpc/port', port)).toMatch(/1 to 65535/);
  });
  it.each([' ', 'my host'])('is no host: “%s”', (host) => {
    expect(problemOf('host', host)).toMatch(/host name or an address/);
  });
  it('is no name: one that is too long', () => {
    expect(problemOf('show_name', 'x'.repeat(81))).toMatch(/80 characters/);
  });
  it.each([
    ['', 'Type a number, such as 30.'],
    ['-1', 'Type a number, such as 30.'],
    ['5', expect.stringMatching(/200/)],
    ['2000', undefined],
  ])('stalled after %j', (text, problem) => {
    expect(problemOf('cameras/stalled_ms', text)).toEqual(problem);
  });
});

it('each problem stands at its field', () => {
  const checked = SoundConfigSchema.safeParse(typing({ port: 'x', timeout_ms: 'soon' }));
  expect(checked.error?.issues.map(({ path }) => path.join(' '))).toEqual([
    'fields port',
    'fields timeout_ms',
  ]);
});

import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { logLevelFrom, parseHeadlessOptions } from './settings.ts';

test('without options it is all as documented', () => {
  expect(parseHeadlessOptions([])).toEqual({
    port: 4100,
    host: '127.0.0.1',
    redis: 'managed',
    dataDir: null,
    demo: 'never',
    json: false,
    help: false,
    logLevel: 'info',
    allowedOrigins: [],
    grpc: null,
  });
});

describe('an option', () => {
  test.each([
    [['--port', '0'], { port: 0 }],
    [['--port=65535'], { port: 65535 }],
    [['--host', '0.0.0.0'], { host: '0.0.0.0' }],
    [['--host', '[::1]'], { host: '::1' }],
    [['--host', 'studio-pc.local'], { host: 'studio-pc.local' }],
    [['--redis', 'managed'], { redis: 'managed' }],
    [['--redis', 'redis://u:p@h:6380/2'], { redis: 'redis://u:p@h:6380/2' }],
    [['--redis', 'rediss://h'], { redis: 'rediss://h' }],
    [['--redis', 'redis+sentinel://h:1/m'], { redis: 'redis+sentinel://h:1/m' }],
    [['--redis', 'redis+cluster://a:1,b:2'], { redis: 'redis+cluster://a:1,b:2' }],
    [['--data', 'here'], { dataDir: resolve('here') }],
    [['--demo'], { demo: 'always' }],
    [['--demo-when-empty'], { demo: 'when-empty' }],
    [['--demo-when-empty', '--demo'], { demo: 'always' }],
    [['--json', '--help'], { json: true, help: true }],
    [['--log-level', 'warn'], { logLevel: 'warn' }],
    [['--grpc-port', '0'], { grpc: { port: 0, host: '127.0.0.1', tls: null } }],
    [
      ['--grpc-port=50051', '--grpc-host=::', '--grpc-cert=c', '--grpc-key=k'],
      {
        grpc: {
          port: 50051,
          host: '::',
          tls: { cert: resolve('c'), key: resolve('k'), clientCa: null },
        },
      },
    ],
    [
      ['--allow-origin', 'http://localhost:5173', '--allow-origin=https://a.example/'],
      { allowedOrigins: ['http://localhost:5173', 'https://a.example'] },
    ],
  ])('%j', (argv, expected) => {
    expect(parseHeadlessOptions(argv)).toMatchObject(expected);
  });
});

describe('a bad option is one line that names it', () => {
  test.each([
    [['--port', '65536'], '--port'],
    [['--port', 'x'], '--port'],
    [['--port', ''], '--port'],
    [['--port', '1e3'], '--port'],
    [['--port', '-1'], '--port'],
    [['--port'], '--port'],
    [['--host', 'a b'], '--host'],
    [['--host', ''], '--host'],
    [['--redis', 'http://h'], '--redis'],
    [['--redis', 'redis://h:99999'], '--redis'],
    [['--redis', 'localhost:6379'], '--redis'],
    [['--redis', ''], '--redis'],
    [['--data', ''], '--data'],
    [['--log-level', 'loud'], '--log-level'],
    [['--allow-origin', '*'], '--allow-origin'],
    [['--allow-origin', 'http://a.example/path'], '--allow-origin'],
    [['--grpc-port', 'x'], '--grpc-port'],
    [['--grpc-host', 'localhost'], '--grpc-port'],
    [['--grpc-port', '0', '--grpc-host', 'a b'], '--grpc-host'],
    [['--grpc-port', '0', '--grpc-cert', 'c'], '--grpc-key'],
    [['--grpc-port', '0', '--grpc-client-ca', 'c'], '--grpc-cert'],
    [['--grpc-port', '0', '--grpc-cert', '', '--grpc-key', 'k'], '--grpc-cert'],
    [['--colour'], '--colour'],
    [['extra'], 'extra'],
  ])('%j', (argv, named) => {
    const parsed = parseHeadlessOptions(argv);
    const line = 'error' in parsed ? parsed.error : '';
    expect(line).toContain(named);
    expect(line).not.toContain('\n');
  });

  test('and does not repeat a password', () => {
    const parsed = parseHeadlessOptions(['--redis', 'redis://u:hush@h:99999']);
    expect(JSON.stringify(parsed)).not.toContain('hush');
  });
});

test('the environment gives the log level, unless an option does', () => {
  const env = { MCR_LOG_LEVEL: 'debug' };
  expect(parseHeadlessOptions([], env)).toMatchObject({ logLevel: 'debug' });
  expect(parseHeadlessOptions(['--log-level', 'error'], env)).toMatchObject({
    logLevel: 'error',
  });
  const bad = parseHeadlessOptions([], { MCR_LOG_LEVEL: 'loud' });
  expect('error' in bad && bad.error).toMatch(/^MCR_LOG_LEVEL takes one of .*"loud"\.$/);
  expect([
    logLevelFrom(env),
    logLevelFrom({ MCR_LOG_LEVEL: 'loud' }),
    logLevelFrom({}),
  ]).toEqual(['debug', 'info', 'info']);
});

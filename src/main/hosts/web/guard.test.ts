import { describe, expect, test } from 'vitest';
import { isOwnHost, isOwnOrigin } from './guard.ts';

const guard = { boundHost: 'Studio-PC.local', allowedOrigins: ['http://localhost:5173'] };

describe('the Host header', () => {
  test.each([
    ['localhost:4100', true],
    ['LOCALHOST', true],
    ['app.localhost:4100', true],
    ['127.0.0.1:4100', true],
    ['192.168.1.20:4100', true],
    ['[::1]:4100', true],
    ['studio-pc.local:4100', true],
    ['evil.example:4100', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['localhost@evil.example', false],
    ['localhost/x', false],
    ['', false],
    [undefined, false],
  ])('%s: %s', (host, own) => {
    expect(isOwnHost(host, guard)).toBe(own);
  });
});

describe('the Origin header', () => {
  test.each([
    [undefined, true],
    ['http://127.0.0.1:4100', true],
    ['https://127.0.0.1:4100', true],
    ['http://localhost:5173', true],
    ['http://localhost:4100', false],
    ['http://127.0.0.1:4101', false],
    ['http://evil.example', false],
    ['null', false],
    ['', false],
    ['file://127.0.0.1:4100', false],
  ])('%s: %s', (origin, own) => {
    expect(isOwnOrigin(origin, '127.0.0.1:4100', guard)).toBe(own);
  });
});

import { describe, expect, it } from 'vitest';
import { whyInstall } from './packages.mjs';

const machine = { platform: 'linux', arch: 'x64' };
const zod = { version: '4.0.0', integrity: 'sha512-a' };
const lock = (packages: Record<string, object>) => ({ packages: { '': {}, ...packages } });

describe('whyInstall', () => {
  it('finds nothing to do when every package is the one of the lock file', () => {
    const file = lock({ 'node_modules/zod': zod });
    expect(whyInstall(file, file, machine)).toBeUndefined();
  });

  it('installs where npm never finished', () => {
    expect(whyInstall(lock({}), undefined, machine)).toMatch(/missing or incomplete/);
  });

  it.each([
    ['another version', { ...zod, version: '4.0.1' }, /differs/],
    ['other contents', { ...zod, integrity: 'sha512-b' }, /differs/],
  ])('installs for %s', (_, found, why) => {
    const wanted = lock({ 'node_modules/zod': zod });
    expect(whyInstall(wanted, lock({ 'node_modules/zod': found }), machine)).toMatch(why);
  });

  it('installs for a package too few and for one too many', () => {
    const one = lock({ 'node_modules/zod': zod });
    expect(whyInstall(one, lock({}), machine)).toBe('node_modules/zod is missing');
    expect(whyInstall(lock({}), one, machine)).toBe('node_modules/zod is not in the lock file');
  });

  it.each([
    ['for another system', { os: 'darwin', cpu: 'x64' }, false],
    ['for another processor', { os: ['linux'], cpu: ['arm64'] }, false],
    ['for this machine', { os: ['linux'], cpu: ['x64'] }, true],
    ['for one of two C libraries', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }, false],
    ['that only optional packages ask for', {}, false],
  ])('knows whether an optional package %s has to be there', (_, limits, isNeeded) => {
    const wanted = lock({ 'node_modules/native': { ...zod, optional: true, ...limits } });
    expect(whyInstall(wanted, lock({}), machine) !== undefined).toBe(isNeeded);
  });
});

import { describe, expect, it } from 'vitest';
import { findPart, installLine, neededParts, parts } from './system-parts.mjs';

describe('neededParts', () => {
  const app = { platform: 'linux', forTests: false, hasElectron: true };

  it('asks for a browser in tests alone', () => {
    expect(neededParts(app)).toEqual(['redis', 'ffmpeg']);
    expect(neededParts({ ...app, forTests: true, hasElectron: false })).toEqual([
      'redis',
      'ffmpeg',
      'chromium',
      'grpcio',
    ]);
  });

  it('finds a Python only where it can import what is needed', () => {
    const { module } = parts.grpcio;
    parts.grpcio.module = 'no_such_module';
    expect(findPart('grpcio')).toBeUndefined();
    parts.grpcio.module = module;
  });

  it('asks for Xvfb only where Electron is, on Linux', () => {
    expect(neededParts({ ...app, forTests: true })).toContain('xvfb');
    expect(neededParts({ ...app, forTests: true, platform: 'darwin' })).not.toContain('xvfb');
  });
});

describe('installLine', () => {
  it.each([
    ['apt', 'sudo apt-get install -y redis-server ffmpeg chromium'],
    ['dnf', 'sudo dnf install -y valkey ffmpeg-free chromium'],
    ['pacman', 'sudo pacman -S --noconfirm valkey ffmpeg chromium'],
    ['brew', 'brew install redis ffmpeg && brew install --cask google-chrome'],
  ] as const)('is one line for %s', (manager, line) => {
    expect(installLine(['redis', 'ffmpeg', 'chromium'], manager)).toBe(line);
  });

  it('says on Windows, which has no Redis, where one can come from', () => {
    const line = installLine(['redis', 'ffmpeg'], 'winget');
    expect(line).toMatch(/^winget install Gyan\.FFmpeg; get a Redis 7 .* --redis redis:/);
    expect(line).not.toContain('\n');
  });

  it('names the parts where it knows no package manager', () => {
    expect(installLine(['redis', 'ffmpeg'], undefined)).toBe('get Redis, ffmpeg');
  });
});

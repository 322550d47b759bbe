import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guessTake } from './guess-take.ts';
import { TakeList } from './list-takes.ts';
import { folderId, NoSuchTake, openTake } from './take-folder.ts';

let dir: string;
let list: TakeList;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'list-'));
  list = new TakeList();
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const write = (base: string, started_at: string, more: object = {}): Promise<void> => {
  const take = { ...guessTake(base, new Date(0), '1.0.0'), started_at, ...more };
  return writeFile(join(dir, `${base}_take.json`), JSON.stringify(take));
};
const files = async (): Promise<string[]> => (await list.of(dir)).map(({ file }) => file);

describe('a list of takes', () => {
  it('has the newest first, with where it is and how it was coded', async () => {
    await write('a_trial001_wide', '2026-11-21T20:00:00Z', {
      codec: 'h264',
      stop_reason: 'asked',
      file: '../elsewhere.mkv',
    });
    await write('a_trial002_wide', '2026-11-21T20:01:00Z');
    const takes = await list.of(dir);
    expect(takes.map(({ trial_number }) => trial_number)).toEqual([2, 1]);
    expect(takes[1]).toMatchObject({
      file: 'a_trial001_wide.mkv',
      path: join(dir, 'a_trial001_wide.mkv'),
      folder: folderId(dir),
      codec: 'h264',
      problem: null,
    });
    expect(takes[1]).not.toHaveProperty('stop_reason');
    expect(takes[0]?.codec).toBeNull();
  });

  it.each([
    ['{"file": "cu', 'it is no JSON'],
    ['{"file": 7}', 'it does not describe a take'],
    ['', 'it is no JSON'],
    [' '.repeat(4_000_001), 'it does not describe a take'],
  ])('lists one that can not be read, with why (%#)', async (text, why) => {
    await writeFile(join(dir, 'late_trial012_left_take.json'), text);
    expect(await list.of(dir)).toMatchObject([
      {
        file: 'late_trial012_left.mkv',
        session_prefix: 'late',
        trial_number: 12,
        camera: 'left',
        verdict: 'FAIL',
        recovered: false,
        problem: `late_trial012_left_take.json: ${why}.`,
      },
    ]);
  });

  it('reads again what has changed, and nothing else', async () => {
    await write('a_trial001_wide', '2026-11-21T20:00:00Z');
    await write('a_trial002_wide', '2026-11-21T20:01:00Z');
    const [second, first] = await list.of(dir);
    await write('a_trial001_wide', '2026-11-21T20:00:00Z', { camera: 'other' });
    await utimes(join(dir, 'a_trial001_wide_take.json'), 1, 1);
    const again = await list.of(dir);
    expect(again[0]).toBe(second);
    expect(again[1]).not.toBe(first);
    expect(again[1]?.camera).toBe('other');
    await rm(join(dir, 'a_trial002_wide_take.json'));
    expect(await files()).toEqual(['a_trial001_wide.mkv']);
  });

  it('follows no link and looks into no folder', async () => {
    await writeFile(join(dir, 'elsewhere.json'), '{}');
    await symlink(join(dir, 'elsewhere.json'), join(dir, 'link_take.json'));
    await mkdir(join(dir, 'folder_take.json'));
    expect(await files()).toEqual([]);
    await expect(list.of(join(dir, 'none'))).rejects.toThrow("isn't there");
  });
});

const opened = async (folders: string[], file: string, folder?: string): Promise<string> => {
  const { video, dir: found } = await openTake(folders, { file, folder });
  await video.close();
  return found;
};

describe('where a take is', () => {
  it('is the first folder that has it, or the one that was named', async () => {
    const [one, two] = [join(dir, 'one'), join(dir, 'two')];
    for (const each of [one, two]) {
      await mkdir(each);
      await writeFile(join(each, 'a.mkv'), 'x');
    }
    await writeFile(join(two, 'b.mkv'), 'x');
    const folders = [join(dir, 'none'), one, two];
    expect(await opened(folders, 'a.mkv')).toBe(one);
    expect(await opened(folders, 'a.mkv', folderId(two))).toBe(two);
    expect(await opened(folders, 'b.mkv')).toBe(two);
    await expect(opened(folders, 'b.mkv', folderId(one))).rejects.toThrow(NoSuchTake);
    await expect(opened([one], 'a.mkv', folderId(two))).rejects.toThrow(NoSuchTake);
  });

  it('may be a folder behind a link, and never a file behind one', async () => {
    const real = join(dir, 'real');
    await mkdir(real);
    await writeFile(join(real, 'a.mkv'), 'x');
    await writeFile(join(dir, 'secret.mkv'), 'x');
    await symlink(join(dir, 'secret.mkv'), join(real, 'link.mkv'));
    await symlink(real, join(dir, 'linked'));
    await mkdir(join(real, 'folder.mkv'));
    expect(await opened([join(dir, 'linked')], 'a.mkv')).toBe(real);
    await expect(opened([real], 'link.mkv')).rejects.toThrow(NoSuchTake);
    await expect(opened([real], 'folder.mkv')).rejects.toThrow(NoSuchTake);
  });

  it.each([
    '../secret.mkv',
    '..',
    '/etc/passwd',
    'a/b.mkv',
    '.hidden.mkv',
    '.mkv',
    'a.mkv.partial',
    'a.mkv\0',
    'a\\b.mkv',
    `${'x'.repeat(241)}.mkv`,
    '',
  ])('is nowhere for %j', async (file) => {
    await writeFile(join(dir, 'secret.mkv'), 'x');
    await mkdir(join(dir, 'sub'));
    await expect(opened([join(dir, 'sub'), dir], file)).rejects.toThrow(NoSuchTake);
  });
});

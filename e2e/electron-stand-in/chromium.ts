import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../chromium-options.ts';

/** A port in Electron's renderer tells its page that the far side closed; in Chromium only with this. */
const CLOSE_EVENT = '--enable-blink-features=MessagePortCloseEvent';

interface Launched {
  context: BrowserContext;
  profile: string;
}

let launching: Promise<Launched> | undefined;
let firstPage = true;

const launch = async (): Promise<Launched> => {
  const profile = await mkdtemp(join(tmpdir(), 'mcr-stand-in-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: [...chromiumFlags, CLOSE_EVENT, '--remote-debugging-port=0'],
    viewport: { width: 1440, height: 900 },
    // The app is asked to quit by these, and closes its window in its own time.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return { context, profile };
};

/** A new page of the one Chromium, which starts with the first window. */
export const openPage = async (): Promise<Page> => {
  launching ??= launch();
  const { context } = await launching;
  const [blank] = context.pages();
  if (firstPage && blank !== undefined) {
    firstPage = false;
    return blank;
  }
  return context.newPage();
};

/** Where a test attaches to the same Chromium. */
export const debuggerAddress = async (): Promise<string> => {
  const { profile } = await (launching ??= launch());
  const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
  return `http://127.0.0.1:${port}`;
};

export const closeChromium = async (): Promise<void> => {
  if (launching === undefined) return;
  const { context, profile } = await launching;
  await context.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
};

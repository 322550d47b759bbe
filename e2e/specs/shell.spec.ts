import type { McrWindow } from '../../src/shared/contract/platform.ts';
import type { Shell } from '../fixtures/shell.ts';
import { expect, test as base } from '../fixtures/test.ts';
import { isLive, press } from '../fixtures/control-room.ts';

/** Of the window alone: what its page may do, and who may speak to the main process. */
const test = base.extend<{ shell: Shell }>({
  shell: async ({ host, page }, use) => {
    await isLive(page);
    if (host.shell === undefined) throw new Error('these tests need the Electron host');
    await use(host.shell);
  },
});

const windows = (shell: Shell): Promise<number> =>
  shell.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('the page knows its platform and nothing of Node', async ({ shell }) => {
  const seen = await shell.page.evaluate(() => ({
    mcr: window.mcr,
    isFrozen: Object.isFrozen(window.mcr?.platform),
    node: ['require', 'process', 'module', 'Buffer', 'electron'].filter(
      (name) => name in window,
    ),
  }));
  const mcr: McrWindow = { platform: { kind: 'electron', os: process.platform } };
  expect(seen).toEqual({ mcr, isFrozen: true, node: [] });
});

test('the page does not go to another site', async ({ shell }) => {
  const before = shell.page.url();
  for (const foreign of ['https://example.com/', 'http://127.0.0.1:9/']) {
    await shell.page.evaluate((url) => {
      const link = document.body.appendChild(document.createElement('a'));
      link.href = url;
      link.click();
      link.remove();
    }, foreign);
  }
  await isLive(shell.page);
  expect(shell.page.url()).toBe(before);
});

test('no second window opens', async ({ shell }) => {
  const other = await shell.page.evaluateHandle(() => window.open('https://example.com/'));
  await expect.poll(() => other.evaluate((opened) => opened?.closed ?? true)).toBe(true);
  expect(await windows(shell)).toBe(1);
});

test('the policy of the page keeps it to itself', async ({ shell }) => {
  await shell.page.evaluate(() => {
    const told = document.documentElement.dataset;
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      told['refused'] = `${told['refused'] ?? ''} ${effectiveDirective}`;
    });
    fetch('http://127.0.0.1:9/').catch(() => {});
    const script = document.head.appendChild(document.createElement('script'));
    script.textContent = 'window.wasRun = true';
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.src = 'http://127.0.0.1:9/';
  });
  for (const directive of ['connect-src', 'script-src-elem', 'frame-src'])
    await expect(shell.page.locator('html')).toHaveAttribute('data-refused', RegExp(directive));
  expect(await shell.page.evaluate(() => 'wasRun' in window)).toBe(false);
});

test('the page gets no permission from the system', async ({ shell }) => {
  const states = await shell.page.evaluate(async () => {
    const names = ['geolocation', 'notifications'] as const;
    const asked = names.map((name) => navigator.permissions.query({ name }));
    return (await Promise.all(asked)).map(({ state }) => state);
  });
  expect(states).not.toContain('granted');
});

test('only the main frame of our own page gets a link', async ({ shell }) => {
  const refused = await shell.evaluate(({ BrowserWindow, ipcMain }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents;
    const { url } = contents?.mainFrame ?? { url: '' };
    const isRefused = (sender: unknown, senderFrame: unknown): boolean => {
      let closed = false;
      const port = { on: () => {}, start: () => {}, close: () => (closed = true) };
      ipcMain.emit('mcr:connect', { sender, senderFrame, ports: [port] }, null);
      return closed;
    };
    return {
      subframe: isRefused(contents, { url }),
      goneFrame: isRefused(contents, null),
      otherContents: isRefused({ mainFrame: contents?.mainFrame }, contents?.mainFrame),
    };
  });
  expect(refused).toEqual({ subframe: true, goneFrame: true, otherContents: true });
  await isLive(shell.page);
});

test('only the main frame of our own page gets pictures, of slots that there are', async ({
  shell,
}) => {
  const refused = await shell.evaluate(({ BrowserWindow, ipcMain }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents;
    const isRefused = (senderFrame: unknown, slot: unknown, count = 1): boolean => {
      let closed = 0;
      const port = { on: () => {}, start: () => {}, close: () => (closed += 1) };
      const ports = Array.from({ length: count }, () => port);
      ipcMain.emit('mcr:preview', { sender: contents, senderFrame, ports }, slot);
      return closed === count;
    };
    const mainFrame = contents?.mainFrame;
    return {
      subframe: isRefused({ url: mainFrame?.url }, 'cam_1'),
      goneFrame: isRefused(null, 'cam_1'),
      unknownSlot: isRefused(mainFrame, 'nowhere'),
      noSlot: isRefused(mainFrame, { slot: 'cam_1' }),
      twoPorts: isRefused(mainFrame, 'cam_1', 2),
    };
  });
  expect(refused).toEqual({
    subframe: true,
    goneFrame: true,
    unknownSlot: true,
    noSlot: true,
    twoPorts: true,
  });
});

test('a page has one link: it gets another, and the one before is closed', async ({
  shell,
}) => {
  const closed = shell.page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        let first = true;
        window.addEventListener('message', (event) => {
          const [port] = event.ports;
          // Pictures come on ports too.
          if (!first || port === undefined || event.data?.type !== 'mcr:port') return;
          first = false;
          port.addEventListener('close', () => resolve(true));
          port.start();
        });
        window.postMessage({ type: 'mcr:connect' }, location.origin);
      }),
  );
  expect(await closed).toBe(true);
  await press(shell.page, '1/0/1', 'ok');
});

test('a page that crashed is loaded again, once', async ({ shell }) => {
  const loaded = shell.page.waitForEvent('load');
  await shell.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
  });
  await loaded;
  await isLive(shell.page);
  const reloads = await shell.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) return -1;
    let count = 0;
    window.webContents.reload = () => (count += 1);
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    Reflect.deleteProperty(window.webContents, 'reload');
    return count;
  });
  expect(reloads).toBe(0);
});

test('a second start brings the window to the front and ends', async ({ shell }) => {
  await shell.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window) window.focus = () => void Reflect.set(globalThis, 'focusAsked', true);
  });
  const { code } = await shell.startAgain();
  expect(code).toBe(0);
  await expect
    .poll(() => shell.evaluate(() => Reflect.get(globalThis, 'focusAsked') === true))
    .toBe(true);
  expect(await windows(shell)).toBe(1);
});

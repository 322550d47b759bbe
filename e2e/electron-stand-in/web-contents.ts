import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Frame, Page, Request, Route } from '@playwright/test';
import { openPage } from './chromium.ts';
import { session } from './desktop.ts';
import { bridgeAddress, type PageMessage } from './page-bridge.ts';
import { receiveExposed, runPreload, type PreloadOptions } from './page-side.ts';
import { preventable } from './preventable.ts';
import { answerScheme, fromHttp, toHttp } from './scheme.ts';

export const ipcMain = new EventEmitter();

const EXPOSE_EVENT = 'electron-stand-in:expose';
const PERMISSIONS = ['geolocation', 'notifications', 'clipboard-read'];
let lastId = 0;

type WindowOpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

/** Null for the first request of a window that has no frame yet. */
const frameOf = (request: Request): Frame | null => {
  try {
    return request.frame();
  } catch {
    return null;
  }
};

/** A page of Chromium that asks the app before it goes anywhere, as Electron's WebContents does. */
export class WebContents extends EventEmitter {
  readonly id = (lastId += 1);
  readonly mainFrame = { url: '' };
  readonly session = session.defaultSession;
  readonly #page: Promise<Page>;
  /** An address that the app itself goes to: it is not asked about that. */
  #expected: string | undefined;
  /** Where new windows wanted to go that have not been decided on. */
  readonly #askedForWindows: string[] = [];
  #bridge = '';
  #windowOpenHandler: WindowOpenHandler = () => ({ action: 'allow' });

  constructor(preloadFile: string) {
    super();
    this.#page = this.#open(preloadFile);
  }

  async #open(preloadFile: string): Promise<Page> {
    this.#bridge = await bridgeAddress(this.id, (message) => this.#receive(message));
    const page = await openPage();
    const options: PreloadOptions = {
      bridge: this.#bridge,
      contents: this.id,
      exposeEvent: EXPOSE_EVENT,
      platform: process.platform,
    };
    const preload = await readFile(preloadFile, 'utf8');
    const debug = await page.context().newCDPSession(page);
    await debug.send('Page.enable');
    await debug.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `(${receiveExposed.toString()})(${JSON.stringify(EXPOSE_EVENT)});`,
    });
    await debug.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `(${runPreload.toString()})(${JSON.stringify(options)}, function (require, process, exports, module) {\n${preload}\n});`,
      worldName: 'preload',
    });
    await page.context().route('**/*', (route, request) => this.#answer(page, route, request));
    page.on('domcontentloaded', () => this.emit('dom-ready'));
    page.on('load', () => this.emit('did-finish-load'));
    page.on('crash', () => {
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
    page.on('popup', (popup) => void this.#decideOnWindow(popup));
    return page;
  }

  #receive({ channel, message, ports, url }: PageMessage): void {
    this.mainFrame.url = url;
    ipcMain.emit(channel, { sender: this, senderFrame: this.mainFrame, ports }, message);
  }

  async #answer(page: Page, route: Route, request: Request): Promise<void> {
    const navigates = request.isNavigationRequest();
    const frame = frameOf(request);
    if (frame === null || frame.page() !== page) {
      this.#askedForWindows.push(fromHttp(request.url()));
      await route.abort('blockedbyclient');
      return;
    }
    const isMainFrame = frame === page.mainFrame();
    if (navigates && !this.#mayNavigate(request.url(), isMainFrame)) {
      await route.abort('aborted');
      return;
    }
    const response = await answerScheme(request.url(), request.method());
    if (response === null) {
      await route.continue();
      return;
    }
    const headers = Object.fromEntries(response.headers);
    const policy = headers['content-security-policy'];
    if (policy !== undefined) {
      // The bridge is the stand-in's own wire, where Electron has one that no policy governs.
      const bridge = new URL(this.#bridge).origin;
      headers['content-security-policy'] = policy.replace(
        'connect-src',
        `connect-src ${bridge}`,
      );
    }
    const body = Buffer.from(await response.arrayBuffer());
    await route.fulfill({ status: response.status, headers, body });
  }

  #mayNavigate(address: string, isMainFrame: boolean): boolean {
    const url = fromHttp(address);
    if (isMainFrame && this.#expected === url) {
      this.#expected = undefined;
    } else {
      const event = { ...preventable(), url, isMainFrame };
      this.emit('will-frame-navigate', event);
      if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url);
      if (event.defaultPrevented) return false;
    }
    this.emit('did-start-navigation', { url, isMainFrame, isSameDocument: false });
    return true;
  }

  /** Chromium has opened it already, and its first request was held back: what the app denies is closed again. */
  async #decideOnWindow(popup: Page): Promise<void> {
    const url = this.#askedForWindows.shift() ?? fromHttp(popup.url());
    const { action } = this.#windowOpenHandler({ url });
    if (action !== 'deny') throw new Error('the stand-in has no second window to give');
    await popup.close();
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    const granted = PERMISSIONS.filter((name) => this.session.isGranted(this, name));
    await page.context().grantPermissions(granted);
    this.#expected = url;
    await page.goto(toHttp(url));
  }

  reload(): void {
    const again = async (): Promise<void> => {
      const page = await this.#page;
      this.#expected = fromHttp(page.url());
      await page.reload();
    };
    void again();
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  /** Brings the page to the front. */
  async show(): Promise<void> {
    await (await this.#page).bringToFront();
  }
}

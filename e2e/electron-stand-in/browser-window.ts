import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions } from 'electron';
import { app } from './app.ts';
import { debuggerAddress } from './chromium.ts';
import { preventable } from './preventable.ts';
import { WebContents } from './web-contents.ts';

export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return [...app.windows].filter((window) => window instanceof BrowserWindow);
  }

  readonly webContents: WebContents;
  readonly options: BrowserWindowConstructorOptions;
  /** How often somebody asked for the focus. */
  focused = 0;
  #destroyed = false;
  #visible = false;
  #maximized = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.webContents = new WebContents(options.webPreferences?.preload ?? '');
    this.webContents.once('dom-ready', () => this.emit('ready-to-show'));
    app.windows.add(this);
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
    process.send?.({ event: 'window', debugger: await debuggerAddress() });
  }

  show(): void {
    this.#visible = true;
    void this.webContents.show();
  }

  focus(): void {
    this.focused += 1;
    this.emit('focus');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  maximize(): void {
    this.#maximized = true;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  getNormalBounds() {
    const { x = 0, y = 0, width = 800, height = 600 } = this.options;
    return { x, y, width, height };
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  close(): void {
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented || this.#destroyed) return;
    this.#destroyed = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
    app.windowClosed(this);
  }
}

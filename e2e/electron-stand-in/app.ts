import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeChromium } from './chromium.ts';
import { preventable } from './preventable.ts';
import { SingleInstance } from './single-instance.ts';
import { closeBridge } from './page-bridge.ts';

interface Closable {
  close(): void;
  isDestroyed(): boolean;
}

class StandInApp extends EventEmitter {
  readonly isPackaged = false;
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #instance = new SingleInstance((argv, cwd) => {
    this.emit('second-instance', {}, argv, cwd);
  });
  #quitting = false;
  readonly windows = new Set<Closable>();

  begin(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => this.quit());
    }
    setImmediate(() => {
      this.#ready.resolve();
      this.emit('ready');
    });
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true });
    this.#paths.set(name, path);
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`no path is known for ${name}`);
    return path;
  }

  getVersion(): string {
    return process.env.npm_package_version ?? '0.0.0';
  }

  requestSingleInstanceLock(): boolean {
    return this.#instance.request(join(this.getPath('userData'), 'singleton'));
  }

  /** As Electron does: may be refused, then every window closes, then the process ends. */
  quit(): void {
    const event = preventable();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    for (const window of this.windows) window.close();
    if ([...this.windows].some((window) => !window.isDestroyed())) {
      this.#quitting = false;
      return;
    }
    this.emit('will-quit', preventable());
    this.exit(0);
  }

  exit(code = 0): void {
    const end = async (): Promise<void> => {
      await Promise.allSettled([closeChromium(), closeBridge(), this.#instance.release()]);
      process.exit(code);
    };
    void end();
  }

  windowClosed(window: Closable): void {
    this.windows.delete(window);
    if (this.windows.size === 0 && !this.#quitting) this.emit('window-all-closed');
  }
}

export const app = new StandInApp();

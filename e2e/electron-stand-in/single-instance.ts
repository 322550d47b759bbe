import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A lock file with the owner's process id, and a socket beside it where a second process says that it came. */
export class SingleInstance {
  readonly #onSecond: (argv: string[], cwd: string) => void;
  #file = '';
  #server: Server | undefined;
  #telling: Promise<unknown> | undefined;

  constructor(onSecond: (argv: string[], cwd: string) => void) {
    this.#onSecond = onSecond;
  }

  request(file: string): boolean {
    try {
      const descriptor = openSync(file, 'wx');
      writeSync(descriptor, String(process.pid));
      closeSync(descriptor);
    } catch {
      if (isAlive(Number(readFileSync(file, 'utf8')))) {
        this.#telling = this.#tell(file);
        return false;
      }
      rmSync(file);
      return this.request(file);
    }
    this.#file = file;
    rmSync(`${file}.sock`, { force: true });
    this.#server = createServer((socket) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      socket.on('end', () => this.#onSecond(text.split('\0'), process.cwd()));
    }).listen(`${file}.sock`);
    return true;
  }

  async #tell(file: string): Promise<void> {
    const socket = connect(`${file}.sock`);
    socket.end(process.argv.join('\0'));
    await once(socket, 'close');
  }

  async release(): Promise<void> {
    await this.#telling;
    this.#server?.close();
    if (this.#file !== '') rmSync(this.#file, { force: true });
  }
}

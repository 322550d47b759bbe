import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { useConnection } from '../state/connection-store.ts';
import { useMirror } from '../state/mirror-store.ts';
import { applyMirrorEvent, type Mirrored } from './apply-mirror-event.ts';
import type { Client, Connection, OpenConnection } from './connection.ts';
import { NotConnected } from './faults.ts';

const OPEN_TIMEOUT_MS = 5000;
const SNAPSHOT_TIMEOUT_MS = 5000;
/** A link that lasted this long starts its back-off anew when it is lost. */
const LASTED_MS = 5000;
const PULSE_EVERY_MS = 2500;
const PULSE_TIMEOUT_MS = 4000;

const backoff = new ExponentialBackoff({ initialDelay: 100, maxDelay: 3000 });

/**
 * Keeps one connection to the engine open and the mirror filled from it. What is asked while there is none
 * is refused at once: nothing is kept for later, because a press that is replayed late is worse than one that is lost.
 */
export class EngineLink {
  private connection: Connection | null = null;
  private wake: (() => void) | null = null;
  private readonly open: OpenConnection;
  constructor(open: OpenConnection) {
    this.open = open;
  }

  /** The client of the live connection. Throws `NotConnected` where there is none. */
  get client(): Client {
    if (!this.connection) throw new NotConnected();
    return this.connection.client;
  }

  /** Connects, and connects again, until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const end = (): void => {
      this.retryNow();
      this.connection?.close();
    };
    signal.addEventListener('abort', end);
    let delay: IBackoff<unknown> | null = null;
    while (!signal.aborted) {
      const openedAt = performance.now();
      await this.live().catch(() => undefined);
      if (signal.aborted) return;
      if (performance.now() - openedAt > LASTED_MS) delay = null;
      delay = delay ? delay.next(undefined) : backoff.next();
      await this.pause(delay.duration);
    }
  }

  /** Ends the wait before the next attempt. */
  retryNow(): void {
    this.wake?.();
  }

  private async pause(ms: number): Promise<void> {
    useConnection.setState(({ lostAt }) => ({
      phase: 'lost',
      retryAt: Date.now() + ms,
      lostAt: lostAt ?? Date.now(),
    }));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
    useConnection.setState({ retryAt: null });
  }

  /** From opening to the end of one connection. */
  private async live(): Promise<void> {
    const connection = await this.open(OPEN_TIMEOUT_MS);
    // Its calls end with it; aborting them too would send into a socket that has closed.
    const lost = connection.closed.then(() => Promise.reject(new Error('The link is closed.')));
    try {
      await Promise.race([lost, this.mirror(connection), this.pulse(connection)]);
    } finally {
      this.connection = null;
      connection.close();
    }
  }

  /** Subscribes, and subscribes again where a patch doesn't follow on what is here. */
  private async mirror(connection: Connection): Promise<void> {
    for (;;) {
      const late = setTimeout(() => connection.close(), SNAPSHOT_TIMEOUT_MS);
      let mirrored: Mirrored | null = null;
      try {
        for await (const event of await connection.client.mirror()) {
          clearTimeout(late);
          mirrored = applyMirrorEvent(mirrored, event);
          if (!mirrored) break;
          useMirror.setState({ ...mirrored.state, ready: true });
          this.isLive(connection);
        }
      } finally {
        clearTimeout(late);
      }
      // The engine ended the subscription by itself: it is on its way out.
      if (mirrored) return;
    }
  }

  private isLive(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    useConnection.setState({ phase: 'live', retryAt: null, lostAt: null });
  }

  /** Notices a far side that is gone without having said so, so that no press waits in a dead socket. */
  private async pulse({ client, closed }: Connection): Promise<never> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    void closed.then(() => clearTimeout(timer));
    for (;;) {
      await client.health(undefined, { signal: AbortSignal.timeout(PULSE_TIMEOUT_MS) });
      await new Promise((resolve) => {
        timer = setTimeout(resolve, PULSE_EVERY_MS);
      });
    }
  }
}

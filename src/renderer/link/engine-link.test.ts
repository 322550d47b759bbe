import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { emptyMirrorState, type MirrorEvent } from '#shared/contract/mirror.ts';
import { useConnection } from '../state/connection-store.ts';
import { useMirror } from '../state/mirror-store.ts';
import type { Client, Connection } from './connection.ts';
import { EngineLink } from './engine-link.ts';
import { NotConnected } from './faults.ts';

const os = implement(contract);

/** An engine that says what it is told to, at the other end of real MessagePorts. */
class EngineDouble {
  readonly connections: Connection[] = [];
  subscriptions = 0;
  private tell: ((event: MirrorEvent) => void)[] = [];
  private readonly handler = new RPCHandler({
    health: os.health.handler(() => ({
      ok: true,
      version: '1',
      uptime_s: 1,
      redis: 'ready' as const,
    })),
    mirror: os.mirror.handler(() => this.events()),
  });

  say(event: MirrorEvent): void {
    this.tell.at(-1)?.(event);
  }

  readonly open = (): Promise<Connection> => {
    const { port1, port2 } = new MessageChannel();
    const closed = Promise.withResolvers<void>();
    this.handler.upgrade(port1, { context: {} });
    port1.start();
    const client: Client = createORPCClient(new RPCLink({ port: port2 }));
    port2.start();
    const close = (): void => {
      port1.close();
      port2.close();
      closed.resolve();
    };
    this.connections.push({ client, closed: closed.promise, close });
    return Promise.resolve({ client, closed: closed.promise, close });
  };

  private async *events(): AsyncGenerator<MirrorEvent, void, void> {
    this.subscriptions += 1;
    let next = Promise.withResolvers<MirrorEvent>();
    this.tell.push((event) => next.resolve(event));
    yield { type: 'snapshot', revision: 1, state: emptyMirrorState() };
    for (;;) {
      const event = await next.promise;
      next = Promise.withResolvers();
      yield event;
    }
  }
}

const phase = (wanted: string): Promise<void> =>
  expect
    .poll(() => useConnection.getState().phase, { timeout: 2000, interval: 5 })
    .toBe(wanted);

describe('EngineLink', () => {
  let engine: EngineDouble;
  let link: EngineLink;
  let lifetime: AbortController;
  let running: Promise<void>;

  beforeEach(() => {
    useConnection.setState({ phase: 'opening', retryAt: null, lostAt: null });
    useMirror.setState({ ...emptyMirrorState(), ready: false });
    engine = new EngineDouble();
    link = new EngineLink(engine.open);
    lifetime = new AbortController();
    running = link.run(lifetime.signal);
  });

  afterEach(async () => {
    lifetime.abort();
    await running;
  });

  it('refuses at once until the first snapshot is here, then answers', async () => {
    expect(() => link.client).toThrow(NotConnected);
    await phase('live');
    expect(useMirror.getState().ready).toBe(true);
    await expect(link.client.health()).resolves.toMatchObject({ ok: true });
  });

  it('applies patches', async () => {
    await phase('live');
    const corruption = { key: 'k', problem: 'p', raw: 'r' };
    engine.say({
      type: 'patch',
      from: 1,
      revision: 2,
      changes: { corruptions: { k: corruption } },
    });
    await expect.poll(() => useMirror.getState().corruptions['k']).toEqual(corruption);
  });

  it('subscribes again when a patch does not follow, over the same connection', async () => {
    await phase('live');
    engine.say({ type: 'patch', from: 7, revision: 8, changes: {} });
    await expect.poll(() => engine.subscriptions).toBe(2);
    expect(engine.connections).toHaveLength(1);
  });

  it('refuses while the connection is lost and opens another one', async () => {
    await phase('live');
    engine.connections[0]?.close();
    await phase('lost');
    expect(() => link.client).toThrow(NotConnected);
    link.retryNow();
    await phase('live');
    expect(engine.connections).toHaveLength(2);
  });
});

import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Command } from '#shared/domain/command.ts';
import type { TcpPeer } from './peer-double.ts';
import { openTcpPeer, refusedPort } from './peer-double.ts';
import type { SendOptions, SendResult, Transport } from './transport.ts';

export const sendOptions = (change: Partial<SendOptions> = {}): SendOptions => ({
  signal: new AbortController().signal,
  connectTimeoutMs: 2000,
  responseTimeoutMs: 2000,
  ...change,
});

/** The fault of a send that did not go well; fails the test where it did. */
export const faultIn = (
  result: SendResult,
): Extract<SendResult, { ambiguous: boolean }>['fault'] => {
  if (!('fault' in result)) throw new Error(`It went well: ${JSON.stringify(result)}`);
  return result.fault;
};

/** Sockets and timers that this process holds open. */
export const held = (): string[] =>
  process.getActiveResourcesInfo().filter((kind) => /TCP|UDP|TLS|Timeout/.test(kind));

/** What is held now and was not before. */
const leaked = (before: readonly string[]): string[] => {
  const known = [...before];
  return held().filter((kind) => {
    const at = known.indexOf(kind);
    if (at !== -1) known.splice(at, 1);
    return at === -1;
  });
};

/** Fails where this process still holds more than it did. */
export const expectNoLeak = async (before: readonly string[]): Promise<void> => {
  for (let turn = 0; turn < 200 && leaked(before).length > 0; turn += 1) await setImmediate();
  expect(leaked(before)).toEqual([]);
};

/** Leaves out, instead of skipping, what a transport can't do. */
const only = (applies: boolean): ((name: string, run: () => Promise<void>) => void) =>
  applies ? test : () => {};

const NO_SUCH_HOST = 'no-such-host.invalid';

/** What every transport keeps to, whatever it speaks. */
export const describeTransport = <C extends Command>(
  name: string,
  create: () => Transport<C>,
  commandTo: (host: string, port: number) => C,
  traits: {
    /** A closed port can be told on the very send. */
    connects: boolean;
    /** The command has an answer to wait for. */
    awaitsReply: boolean;
  },
): void => {
  describe(`${name} keeps to the port`, () => {
    let transport: Transport<C>;
    let peer: TcpPeer;
    let before: string[];

    beforeEach(async () => {
      before = held();
      peer = await openTcpPeer();
      transport = create();
    });
    afterEach(async () => {
      await transport.close();
      await peer.close();
      await expectNoLeak(before);
    });

    test('says its type', () => {
      expect(transport.type).toBe(commandTo('127.0.0.1', 1).transport);
    });

    test('a name that does not exist fails as dns_resolution', async () => {
      const result = await transport.send(
        commandTo(NO_SUCH_HOST, 4000),
        sendOptions({ connectTimeoutMs: 10_000 }),
      );
      expect(result).toMatchObject({ outcome: 'failed', ambiguous: false, reply: null });
      const fault = faultIn(result);
      expect(fault.error_type).toBe('dns_resolution');
      expect(fault.message).toContain(`${NO_SUCH_HOST}:4000`);
      expect(fault.details).toMatchObject({
        host: NO_SUCH_HOST,
        port: 4000,
        ambiguous: false,
        hint: expect.stringMatching(/./),
      });
    });

    only(traits.connects)('a closed port fails as connection_refused', async () => {
      const port = await refusedPort();
      const result = await transport.send(commandTo('127.0.0.1', port), sendOptions());
      expect(result).toMatchObject({ outcome: 'failed', ambiguous: false });
      expect(faultIn(result)).toMatchObject({
        error_type: 'connection_refused',
        message: expect.stringContaining(`127.0.0.1:${port}`),
        details: { code: 'ECONNREFUSED', hint: expect.stringMatching(/./) },
      });
    });

    test('a signal that had aborted before sends nothing', async () => {
      const result = await transport.send(
        commandTo('127.0.0.1', peer.port),
        sendOptions({ signal: AbortSignal.abort() }),
      );
      expect(result).toMatchObject({ outcome: 'cancelled', ambiguous: false });
      expect(faultIn(result).error_type).toBe('cancelled');
      expect(peer.sockets).toHaveLength(0);
    });

    test('an abort before the connection is there is cancelled', async () => {
      const stop = new AbortController();
      const sending = transport.send(
        commandTo(NO_SUCH_HOST, 4000),
        sendOptions({ signal: stop.signal }),
      );
      stop.abort();
      expect(await sending).toMatchObject({ outcome: 'cancelled', ambiguous: false });
    });

    only(traits.awaitsReply)('an abort after bytes left is unknown', async () => {
      const stop = new AbortController();
      const sending = transport.send(
        commandTo('127.0.0.1', peer.port),
        sendOptions({ signal: stop.signal }),
      );
      await vi.waitFor(() => expect(peer.sockets[0]?.bytesRead).toBeGreaterThan(0));
      stop.abort();
      const result = await sending;
      expect(result).toMatchObject({ outcome: 'unknown', ambiguous: true });
      expect(faultIn(result).error_type).toBe('cancelled');
    });

    only(traits.awaitsReply)('a peer that never answers ends as unknown', async () => {
      const result = await transport.send(
        commandTo('127.0.0.1', peer.port),
        sendOptions({ responseTimeoutMs: 50 }),
      );
      expect(result).toMatchObject({ outcome: 'unknown', ambiguous: true, reply: null });
      expect(faultIn(result)).toMatchObject({
        error_type: 'connection_timeout',
        message: expect.stringContaining('50 ms'),
      });
      expect(result.timings.connect).not.toBeNull();
      expect(result.timings.reply).toBeGreaterThan(40);
    });

    test('close closes what a send had opened', async () => {
      await transport.send(
        commandTo('127.0.0.1', peer.port),
        sendOptions({ responseTimeoutMs: 50 }),
      );
      await transport.close();
      await vi.waitFor(() =>
        expect(peer.sockets.every(({ destroyed }) => destroyed)).toBe(true),
      );
    });

    test('close ends a send that is connecting, and refuses what comes', async () => {
      const sending = transport.send(commandTo(NO_SUCH_HOST, 4000), sendOptions());
      await transport.close();
      expect(await sending).toMatchObject({ outcome: 'cancelled' });
      const late = await transport.send(commandTo('127.0.0.1', peer.port), sendOptions());
      expect(late).toMatchObject({ outcome: 'cancelled', ambiguous: false });
      expect(peer.sockets).toHaveLength(0);
    });

    only(traits.awaitsReply)('close ends a send that awaits its reply', async () => {
      const sending = transport.send(commandTo('127.0.0.1', peer.port), sendOptions());
      await vi.waitFor(() => expect(peer.sockets[0]?.bytesRead).toBeGreaterThan(0));
      await transport.close();
      expect(await sending).toMatchObject({ outcome: 'unknown', ambiguous: true });
      await vi.waitFor(() => expect(peer.sockets[0]?.destroyed).toBe(true));
    });
  });
};

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { contract } from '#shared/contract/index.ts';
import { given } from '../../state/variables/state-provider-conformance.ts';
import { countedWatches } from '../watch-counter-fixture.ts';
import { startTestHost, TOKEN } from './web-host-fixture.ts';

const begin = async () => {
  const host = await startTestHost();
  const state = given(await host.shared.variables.open('s'));
  given(await state.register('a', 'integer', 1));
  const watches = countedWatches(host.shared.master, state);
  const open = async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.web.port}/rpc?token=${TOKEN}`);
    await once(socket, 'open');
    const client: ContractRouterClient<typeof contract> = createORPCClient(
      new RPCLink({ websocket: socket }),
    );
    return { socket, client };
  };
  return { host, watches, open };
};

test('a page that stops watching leaves no watcher', async () => {
  const { host, watches, open } = await begin();
  await using _ = host;
  const { socket, client } = await open();
  const ending = new AbortController();
  const { signal } = ending;
  const states = await client.master.watch({ session: 's' }, { signal });
  const variables = await client.variables.watch({ session: 's' }, { signal });
  await Promise.all([states.next(), variables.next()]);
  expect(watches.open).toBe(2);
  ending.abort();
  for (let i = 0; watches.open > 0 && i < 100; i += 1) await sleep(10);
  expect(watches.open).toBe(0);
  socket.terminate();
});

test('a page whose connection breaks in the middle of a stream leaves no watcher', async () => {
  const { host, watches, open } = await begin();
  await using _ = host;
  const { socket, client } = await open();
  const states = await client.master.watch({ session: 's' });
  const variables = await client.variables.watch({ session: 's' });
  await Promise.all([states.next(), variables.next()]);
  expect(watches.open).toBe(2);
  socket.terminate();
  for (let i = 0; watches.open > 0 && i < 100; i += 1) await sleep(10);
  expect(watches.open).toBe(0);
});

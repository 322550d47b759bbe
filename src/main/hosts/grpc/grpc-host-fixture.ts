import { fileURLToPath } from 'node:url';
import { systemClock } from '../../clock.ts';
import { createLog } from '../../log.ts';
import { startTestHost, TOKEN } from '../web/web-host-fixture.ts';
import { connectClient, type ClientOptions } from './client-fixture.ts';
import { createGrpcHost } from './create-grpc-host.ts';
import type { GrpcSettings } from './grpc-settings.ts';

const resources = fileURLToPath(new URL('../../../../resources', import.meta.url));

/** gRPC on a free port over doubles, with clients of it. */
export const startGrpcTestHost = async (settings: Partial<GrpcSettings> = {}) => {
  const host = await startTestHost();
  const options = {
    router: host.router,
    variables: host.shared.variables,
    token: TOKEN,
    resourcesDir: resources,
    clock: systemClock,
    log: createLog('silent'),
    host: '127.0.0.1',
    port: 0,
    tls: null,
    ...settings,
  };
  const grpc = await createGrpcHost(options);
  const clients: { close(): void }[] = [];
  const connect = async (how: ClientOptions = {}) => {
    const client = await connectClient(grpc.address, { token: TOKEN, ...how });
    clients.push(client);
    return client;
  };
  return {
    ...host,
    grpc,
    options,
    connect,
    client: await connect(),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.close();
      await grpc.close();
      await host[Symbol.asyncDispose]();
    },
  };
};

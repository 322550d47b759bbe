import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { App } from './app.ts';
import { systemClock } from './clock.ts';
import type { GrpcHost } from './hosts/grpc/create-grpc-host.ts';
import type { GrpcSettings } from './hosts/grpc/grpc-settings.ts';
import { readToken } from './hosts/web/token.ts';
import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

type Served = Pick<App, 'router' | 'shared'>;

interface Serving {
  token: string;
  resourcesDir: string;
  log: Log;
}

/** Its libraries are loaded here and not before: an app without gRPC has no use for them. */
export const serveGrpc = async (
  { router, shared }: Served,
  settings: GrpcSettings,
  serving: Serving,
): Promise<GrpcHost> => {
  const { createGrpcHost } = await import('./hosts/grpc/create-grpc-host.ts');
  const { variables } = shared;
  return createGrpcHost({ ...settings, ...serving, router, variables, clock: systemClock });
};

/** What the config asks for; null where gRPC is off, or the config can't be read now. */
export const configuredGrpc = async (store: Store): Promise<GrpcSettings | null> => {
  const lookup = await store.read('config', 'bridge');
  const config = lookup.found === 'present' ? lookup.value : BridgeConfigSchema.parse({});
  const { enabled, host, port, cert, key, client_ca } = config.grpc;
  if (!enabled) return null;
  const tls = cert === '' ? null : { cert, key, clientCa: client_ca === '' ? null : client_ca };
  return { host, port, tls };
};

/** gRPC as the config asks for it. An app whose gRPC can't be served runs all the same, and its log says why. */
export const serveConfiguredGrpc = async (
  app: Served & Pick<App, 'store'>,
  { dataDir, ...serving }: Omit<Serving, 'token'> & { dataDir: string },
): Promise<GrpcHost | null> => {
  try {
    const settings = await configuredGrpc(app.store);
    if (settings === null) return null;
    const token = await readToken(dataDir);
    const grpc = await serveGrpc(app, settings, { ...serving, token });
    serving.log.info({ address: grpc.address }, 'gRPC is served');
    return grpc;
  } catch (error) {
    serving.log.error({ err: error }, 'gRPC could not be served');
    return null;
  }
};

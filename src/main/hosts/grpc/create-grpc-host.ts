import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  logVerbosity,
  Server,
  ServerCredentials,
  setLogVerbosity,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { load, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { VariableSessions } from '../../state/variable-sessions.ts';
import type { Router } from '../router.ts';
import { createTokenCheck } from '../web/token.ts';
import { createAccess } from './access.ts';
import { bounded } from './bounded.ts';
import { Calls } from './calls.ts';
import { executionService } from './execution-service.ts';
import type { GrpcSettings } from './grpc-settings.ts';
import { masterStateService } from './master-state-service.ts';
import { StartProblem } from './start-problem.ts';
import { variableService } from './variable-service.ts';

const PACKAGE = 'mcr.bridge.v1';
const GRACE_MS = 1_500;
/** Beyond this the library refuses a message unread, in its own words. */
const MOST_READ_BYTES = 16 * 1024 * 1024;

const OPTIONS = {
  'grpc.max_receive_message_length': MOST_READ_BYTES,
  // A list may be longer than what anybody may send.
  'grpc.max_send_message_length': -1,
  'grpc.max_concurrent_streams': 100,
  // A client that vanished without a word is found out.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
} as const;

export interface GrpcHostOptions extends GrpcSettings {
  router: Router;
  variables: VariableSessions;
  token: string;
  /** Has `proto/mcr_bridge.proto`. */
  resourcesDir: string;
  clock: Clock;
  log: Log;
}

export interface GrpcHost {
  port: number;
  /** As a client names it. */
  address: string;
  /** How many streams are open. */
  readonly watching: number;
  /** Ends streams, lets calls in flight finish. Within 2 s. */
  close(): Promise<void>;
}

const pem = async (file: string, what: string): Promise<Buffer> => {
  try {
    return await readFile(file);
  } catch (error) {
    throw new StartProblem(
      `The ${what} of gRPC can't be read: ${error instanceof Error ? error.message : file}.`,
    );
  }
};

const credentialsOf = async (tls: GrpcSettings['tls']): Promise<ServerCredentials> => {
  if (tls === null) return ServerCredentials.createInsecure();
  const [cert_chain, private_key, clientCa] = await Promise.all([
    pem(tls.cert, 'certificate'),
    pem(tls.key, 'key'),
    tls.clientCa === null ? null : pem(tls.clientCa, "clients' authority"),
  ]);
  try {
    return ServerCredentials.createSsl(
      clientCa,
      [{ cert_chain, private_key }],
      clientCa !== null,
    );
  } catch (error) {
    throw new StartProblem(
      `The certificate and key of gRPC don't serve: ${error instanceof Error ? error.message : ''}.`,
    );
  }
};

const serviceIn = (definitions: PackageDefinition, name: string): ServiceDefinition => {
  const definition = definitions[`${PACKAGE}.${name}`];
  if (!definition || 'format' in definition) throw new Error(`There is no service ${name}.`);
  return bounded(definition);
};

const bind = (server: Server, { host, port }: GrpcSettings, with_: ServerCredentials) =>
  new Promise<number>((resolve, reject) => {
    const name = host.includes(':') ? `[${host}]` : host;
    server.bindAsync(`${name}:${port}`, with_, (error, bound) => {
      if (!error) resolve(bound);
      else
        reject(
          new StartProblem(
            `gRPC can't listen at ${name}:${port}. Stop the program that has it, or choose another with --grpc-port or --grpc-host. (${error.message})`,
          ),
        );
    });
  });

/**
 * The engine and the shared state for programs in other languages, by `resources/proto/mcr_bridge.proto`.
 * @throws StartProblem where it can't listen, or its certificates can't be used
 */
export const createGrpcHost = async (options: GrpcHostOptions): Promise<GrpcHost> => {
  const { router, token, resourcesDir, host, tls, clock, log } = options;
  const definitions = await load('mcr_bridge.proto', {
    includeDirs: [join(resourcesDir, 'proto')],
    keepCase: true,
    // Whole numbers stay whole.
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  // What it would say on stderr is said by us.
  setLogVerbosity(logVerbosity.NONE);
  const credentials = await credentialsOf(tls);
  const calls = new Calls(router, log);
  const server = new Server({
    ...OPTIONS,
    interceptors: [createAccess(createTokenCheck(token))],
  });
  const services: Record<string, UntypedServiceImplementation> = {
    VariableService: variableService(calls, options.variables),
    MasterStateService: masterStateService(calls),
    ExecutionService: executionService(calls),
  };
  const names = Object.keys(services);
  for (const name of names)
    server.addService(serviceIn(definitions, name), services[name] ?? {});
  const health = new HealthImplementation({ '': 'SERVING' });
  for (const name of names) health.setStatus(`${PACKAGE}.${name}`, 'SERVING');
  health.addToServer(server);
  new ReflectionService(definitions).addToServer(server);
  const port = await bind(server, options, credentials);
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  if (tls === null && !/^(127\.|localhost$|::1$)/.test(host))
    log.warn(
      { host, port },
      'gRPC is served in the clear beyond this machine: give it a certificate',
    );

  return {
    port,
    address: `${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`,
    get watching() {
      return calls.watching;
    },
    async close() {
      for (const name of ['', ...names.map((each) => `${PACKAGE}.${each}`)])
        health.setStatus(name, 'NOT_SERVING');
      calls.close();
      const over = new AbortController();
      const cut = clock.sleep(GRACE_MS, over.signal).then(
        () => server.forceShutdown(),
        () => undefined,
      );
      await new Promise<void>((resolve) => {
        server.tryShutdown(() => resolve());
        void cut.then(resolve);
      });
      over.abort();
      await cut;
    },
  };
};

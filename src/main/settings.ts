import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { GrpcSettings } from './hosts/grpc/grpc-settings.ts';
import { parseRedisAddress } from './store/redis/redis-address.ts';
import { StoreOpenError } from './store/store-open-error.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** When the demo show is written: always, only into an empty catalogue, or never. What exists is kept. */
export type DemoMode = 'always' | 'when-empty' | 'never';

export interface HeadlessOptions {
  /** 0 takes any that is free. */
  port: number;
  host: string;
  /** `managed`, or the address of a Redis. */
  redis: string;
  /** Null for the platform's own place. */
  dataDir: string | null;
  demo: DemoMode;
  json: boolean;
  help: boolean;
  logLevel: LogLevel;
  allowedOrigins: string[];
  /** Null where gRPC is not asked for. */
  grpc: GrpcSettings | null;
}

export const HEADLESS_HELP = `Usage: npm run headless -- [options]

  --port <n>               Port to listen on, 0 for any that is free (4100)
  --host <name>            Name or address to listen on (127.0.0.1)
  --redis <url>|managed    A Redis of yours, or one that the app runs by itself (managed)
  --data <dir>             Where the app keeps its data
  --demo                   Write the demo show; what exists is kept
  --json                   Say "listening" as one line of JSON
  --log-level <level>      debug, info, warn, error or silent (MCR_LOG_LEVEL, else info)
  --allow-origin <origin>  Let pages of another origin speak too; may be repeated
  --grpc-port <n>          Serve gRPC too, on this port, 0 for any that is free (off)
  --grpc-host <name>       Name or address for gRPC (127.0.0.1)
  --grpc-cert <file>       Certificate of gRPC in PEM, with --grpc-key: TLS (in the clear)
  --grpc-key <file>        Its key in PEM
  --grpc-client-ca <file>  Clients of gRPC show a certificate that this authority signed
  --help                   Show this
`;

const LEVEL_VARIABLE = 'MCR_LOG_LEVEL';
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

/** Thrown within the parser, with the line that the person reads. */
class BadOption extends Error {}

const portOf = (text: string, option: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65535) return port;
  throw new BadOption(`${option} takes a number from 0 to 65535, not "${text}".`);
};

const hostOf = (text: string, option: string): string => {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  if (/^[A-Za-z0-9._:%-]+$/.test(host)) return host;
  throw new BadOption(`${option} takes a name or an address such as 127.0.0.1, not "${text}".`);
};

const redisOf = (text: string): string => {
  if (text !== 'managed') parseRedisAddress(text);
  return text;
};

type Environment = Readonly<Record<string, string | undefined>>;

const levelOf = (text: string, where: string): LogLevel => {
  const level = LEVELS.find((known) => known === text);
  if (level) return level;
  throw new BadOption(`${where} takes one of ${LEVELS.join(', ')}, not "${text}".`);
};

const levelOfEnvironment = (env: Environment): LogLevel =>
  levelOf(env[LEVEL_VARIABLE] || 'info', LEVEL_VARIABLE);

const originOf = (text: string): string => {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash)
    return url.origin;
  throw new BadOption(
    `--allow-origin takes an origin such as http://localhost:5173, not "${text}".`,
  );
};

const dataDirOf = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  if (text === '') throw new BadOption('--data takes a directory.');
  return resolve(text);
};

interface GrpcValues {
  'grpc-port'?: string | undefined;
  'grpc-host'?: string | undefined;
  'grpc-cert'?: string | undefined;
  'grpc-key'?: string | undefined;
  'grpc-client-ca'?: string | undefined;
}

const fileOf = (text: string, option: string): string => {
  if (text === '') throw new BadOption(`${option} takes a file.`);
  return resolve(text);
};

const grpcOf = (values: GrpcValues): GrpcSettings | null => {
  const { 'grpc-port': port, 'grpc-host': host, 'grpc-cert': cert, 'grpc-key': key } = values;
  const clientCa = values['grpc-client-ca'];
  if (port === undefined) {
    if ([host, cert, key, clientCa].every((each) => each === undefined)) return null;
    throw new BadOption('gRPC is off without --grpc-port: give that too.');
  }
  if ((cert === undefined) !== (key === undefined))
    throw new BadOption('--grpc-cert and --grpc-key go together.');
  if (clientCa !== undefined && cert === undefined)
    throw new BadOption('--grpc-client-ca needs --grpc-cert and --grpc-key.');
  return {
    port: portOf(port, '--grpc-port'),
    host: hostOf(host ?? '127.0.0.1', '--grpc-host'),
    tls:
      cert === undefined || key === undefined
        ? null
        : {
            cert: fileOf(cert, '--grpc-cert'),
            key: fileOf(key, '--grpc-key'),
            clientCa: clientCa === undefined ? null : fileOf(clientCa, '--grpc-client-ca'),
          },
  };
};

const parse = (argv: readonly string[], env: Environment): HeadlessOptions => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '4100' },
      host: { type: 'string', default: '127.0.0.1' },
      redis: { type: 'string', default: 'managed' },
      data: { type: 'string' },
      demo: { type: 'boolean', default: false },
      'demo-when-empty': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      'log-level': { type: 'string' },
      'allow-origin': { type: 'string', multiple: true, default: [] },
      'grpc-port': { type: 'string' },
      'grpc-host': { type: 'string' },
      'grpc-cert': { type: 'string' },
      'grpc-key': { type: 'string' },
      'grpc-client-ca': { type: 'string' },
    },
  });
  const whenEmpty = values['demo-when-empty'] ? 'when-empty' : 'never';
  return {
    port: portOf(values.port, '--port'),
    host: hostOf(values.host, '--host'),
    redis: redisOf(values.redis),
    dataDir: dataDirOf(values.data),
    demo: values.demo ? 'always' : whenEmpty,
    json: values.json,
    help: values.help,
    logLevel:
      values['log-level'] === undefined
        ? levelOfEnvironment(env)
        : levelOf(values['log-level'], '--log-level'),
    allowedOrigins: values['allow-origin'].map(originOf),
    grpc: grpcOf(values),
  };
};

/** How much the log tells, as the environment asks; where it asks for what there is not, as usual. */
export const logLevelFrom = (env: Environment): LogLevel => {
  try {
    return levelOfEnvironment(env);
  } catch (error) {
    if (error instanceof BadOption) return 'info';
    throw error;
  }
};

const isParseArgsError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');

/** The options of the headless host, or the one line that says what is wrong with them. */
export const parseHeadlessOptions = (
  argv: readonly string[],
  env: Environment = {},
): HeadlessOptions | { error: string } => {
  try {
    return parse(argv, env);
  } catch (error) {
    if (error instanceof StoreOpenError) return { error: `--redis: ${error.message}` };
    if (error instanceof BadOption || isParseArgsError(error))
      return { error: error.message.split('\n')[0] ?? '' };
    throw error;
  }
};

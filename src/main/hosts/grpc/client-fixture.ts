import { fileURLToPath } from 'node:url';
import {
  Client,
  credentials as kinds,
  Metadata,
  type CallOptions,
  type ChannelCredentials,
  type ClientReadableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import { load } from '@grpc/proto-loader';
import { z } from 'zod';
import { FAULT_KEY } from './status.ts';

const proto = fileURLToPath(
  new URL('../../../../resources/proto/mcr_bridge.proto', import.meta.url),
);

export interface ClientOptions {
  token?: string;
  agent?: string;
  credentials?: ChannelCredentials;
}

/** What a call came to: its answer, or its status with the fault that came with it. */
export type Told =
  | { ok: true; value: unknown }
  | { ok: false; code: number; details: string; fault: unknown };

const CodedSchema = z.object({ code: z.number(), details: z.string() });

export const failureOf = (error: unknown): Told & { ok: false } => {
  const { code, details } = CodedSchema.parse(error);
  const metadata =
    error instanceof Error && 'metadata' in error && error.metadata instanceof Metadata
      ? error.metadata
      : new Metadata();
  const [text] = metadata.get(FAULT_KEY);
  return { ok: false, code, details, fault: text ? JSON.parse(String(text)) : null };
};

/** A client of the bridge as any program could write one. */
export const connectClient = async (address: string, options: ClientOptions = {}) => {
  const definitions = await load(proto, {
    keepCase: true,
    longs: Number,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const client = new Client(address, options.credentials ?? kinds.createInsecure(), {
    // Values may be longer than the 4 MB that a client reads by default.
    'grpc.max_receive_message_length': 64 * 1024 * 1024,
    // A connection of its own, as another process has.
    'grpc.use_local_subchannel_pool': 1,
  });
  const metadata = new Metadata();
  if (options.token !== undefined) metadata.set('authorization', `Bearer ${options.token}`);
  if (options.agent !== undefined) metadata.set('x-agent-id', options.agent);

  const methodOf = (name: string) => {
    const [service = '', method = ''] = name.split('/');
    const definition = definitions[`mcr.bridge.v1.${service}`];
    if (!definition || 'format' in definition) throw new Error(`no ${service}`);
    const found = definition[method];
    if (!found) throw new Error(`no ${name}`);
    return found;
  };

  const begin = (
    name: string,
    request: object,
    callOptions: CallOptions,
    done: (error: ServiceError | null, value?: unknown) => void,
  ) => {
    const { path, requestSerialize, responseDeserialize } = methodOf(name);
    return client.makeUnaryRequest<object, unknown>(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      callOptions,
      done,
    );
  };

  return {
    /** The bare client and what it sends, for services of others. */
    client,
    metadata,
    begin,
    ask: (name: string, request: object = {}, callOptions: CallOptions = {}) =>
      new Promise<Told>((resolve) => {
        begin(name, request, callOptions, (error, value) =>
          resolve(error ? failureOf(error) : { ok: true, value }),
        );
      }),
    watch(name: string, request: object = {}): ClientReadableStream<unknown> {
      const { path, requestSerialize, responseDeserialize } = methodOf(name);
      return client.makeServerStreamRequest<object, unknown>(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        metadata,
      );
    },
    close: () => client.close(),
  };
};

export type BridgeClient = Awaited<ReturnType<typeof connectClient>>;

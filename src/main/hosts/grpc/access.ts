import {
  ResponderBuilder,
  ServerInterceptingCall,
  ServerListenerBuilder,
  status,
  type Metadata,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { NameSchema } from '#shared/contract/names.ts';
import type { Origin } from '#shared/contract/execution.ts';
import { badAgentId, noToken } from '../web/refusal.ts';
import { refusalOf, type Refusal } from './status.ts';

/** Whoever watches over the app may ask whether it lives. */
const OPEN = '/grpc.health.v1.Health/';

const textOf = (metadata: Metadata, key: string): string | null => {
  const [value] = metadata.get(key);
  return typeof value === 'string' ? value : null;
};

/** Who is asking: an agent that gives its name, else whoever holds the token. Null where the name is not one. */
export const originOf = (metadata: Metadata): Origin | null => {
  const agent = textOf(metadata, 'x-agent-id');
  if (agent === null) return 'api:token';
  const name = NameSchema.safeParse(agent);
  return name.success ? `agent:${name.data}` : null;
};

const NO_TOKEN = refusalOf(
  {
    ...noToken.fault,
    details: {
      ...noToken.fault.details,
      hint: 'Send it in the metadata as "authorization: Bearer …". The app prints it, and keeps it in its data directory.',
    },
  },
  status.UNAUTHENTICATED,
);
const BAD_AGENT = refusalOf(badAgentId.fault);

const refusedBy = (metadata: Metadata, isToken: (given: string) => boolean): Refusal | null => {
  const given = /^Bearer +(\S+)$/i.exec(textOf(metadata, 'authorization') ?? '')?.[1];
  if (given === undefined || !isToken(given)) return NO_TOKEN;
  return originOf(metadata) === null ? BAD_AGENT : null;
};

/** Lets nobody in without the token, before a message of theirs is read. */
export const createAccess =
  (isToken: (given: string) => boolean): ServerInterceptor =>
  (method, call) => {
    if (method.path.startsWith(OPEN)) return new ServerInterceptingCall(call);
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => {
        const refusal = refusedBy(metadata, isToken);
        if (refusal) call.sendStatus(refusal);
        else next(metadata);
      })
      .build();
    const responder = new ResponderBuilder().withStart((next) => next(listener)).build();
    return new ServerInterceptingCall(call, responder);
  };

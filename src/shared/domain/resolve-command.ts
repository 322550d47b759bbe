import type { BridgeConfig } from '../contract/config.ts';
import type { Device } from '../contract/device.ts';
import type { Fault } from '../contract/errors.ts';
import type { JsonValue, Protocol } from '../contract/protocol.ts';
import type { Command } from './command.ts';
import {
  compileProtocol,
  type BodyTemplate,
  type CompiledProtocol,
} from './compiled-protocol.ts';
import {
  asText,
  inHeader,
  inJsonText,
  inLine,
  inOscAddress,
  inPath,
  inRequestType,
  inUrl,
  ValueProblem,
} from './encode-value.ts';
import { resolveOscArgs } from './osc-args.ts';
import { isSimulated, resolveTarget, type SimulatedTargets } from './target.ts';
import {
  fillTemplate,
  MASK,
  MASKED,
  secretName,
  secretVariable,
  sessionVariable,
  soleVariable,
  type Template,
} from './template.ts';

export type Variables = Readonly<Record<string, unknown>>;

export interface ResolveInput {
  protocol: Protocol;
  device: Device;
  config: BridgeConfig;
  variables: Variables;
  simulated: SimulatedTargets | null;
  /** The values of the secrets that the protocol names; needed where it names any. */
  secrets?: Readonly<Record<string, string>> | undefined;
}

/** `shown` is the command with every secret masked; where it has none, the command itself. */
export type Resolved =
  | { ok: true; command: Command; shown: Command }
  | { ok: false; fault: Fault };

const missingFault = (missing: string[], protocol: Protocol): Fault => ({
  error_type: 'validation_error',
  message: `Missing variables: ${missing.join(', ')}`,
  details: {
    missing,
    protocol_name: protocol.protocol_name,
    hint: `Give ${missing.join(', ')} in the action's variables or in the request's context.`,
  },
});

const missingSecretsFault = (missing: string[], protocol: Protocol): Fault => ({
  error_type: 'validation_error',
  message: `Secrets that are not here: ${missing.join(', ')}`,
  details: {
    missing_secrets: missing,
    protocol_name: protocol.protocol_name,
    hint: `Add ${missing.join(', ')} in Settings under Secrets, on the machine that sends.`,
  },
});

const missingOfSessionFault = (missing: string[], protocol: Protocol): Fault => ({
  error_type: 'validation_error',
  message: `The session has no variables: ${missing.join(', ')}`,
  details: {
    missing_session_variables: missing,
    protocol_name: protocol.protocol_name,
    hint: `Register ${missing.join(', ')} in the session that asks for this, and give its session_id.`,
  },
});

/** Says nothing of the value: not even the one character that is in the way. */
const unfitSecretFault = (name: string, protocol: Protocol): Fault => ({
  error_type: 'validation_error',
  message: `The value of the secret ${name} can't stand where ${protocol.protocol_name} puts it.`,
  details: {
    secret: name,
    protocol_name: protocol.protocol_name,
    hint: 'A header, a line and an OSC address take one line, a header Latin-1 characters only. Type the secret again in Settings under Secrets, or use it in another place.',
  },
});

/** The template's own text may name a segment like `{a}.`: then no value may complete it to `..`. */
const fillPath = (template: Template, variables: Variables): string => {
  const path = fillTemplate(template, variables, inPath);
  if (!path.includes('.')) return path;
  const [place = ''] = path.split('?', 1);
  if (place.split('/').some((segment) => segment === '.' || segment === '..'))
    throw new ValueProblem('template', 'The filled path holds a "." or ".." segment.');
  return path;
};

const fillBody = (body: BodyTemplate, variables: Variables): JsonValue => {
  switch (body.kind) {
    case 'text': {
      const sole = soleVariable(body.template);
      if (sole !== null) return jsonValue(variables[sole], sole);
      return fillTemplate(body.template, variables, asText);
    }
    case 'list':
      return body.items.map((item) => fillBody(item, variables));
    case 'object':
      return Object.fromEntries(
        body.entries.map(([name, item]) => [name, fillBody(item, variables)]),
      );
    case 'constant':
      return body.value;
  }
};

/** A variable that is a whole JSON text keeps its type: 5 stays a number. */
const jsonValue = (value: unknown, name: string): JsonValue => {
  if (Array.isArray(value)) return value.map((item) => jsonValue(item, name));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, jsonValue(item, name)]),
    );
  if (value === null) return null;
  if (value === MASKED) return MASK;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ValueProblem(name, `${name} is nothing that JSON can hold.`);
};

const textBodyEncoding = (contentType: string) => {
  if (contentType.includes('json')) return inJsonText;
  if (contentType.includes('x-www-form-urlencoded')) return inUrl;
  return asText;
};

const httpBody = (
  compiled: CompiledProtocol,
  variables: Variables,
  headers: Record<string, string>,
): string | null => {
  const { body } = compiled;
  if (body?.kind === 'text') {
    headers['content-type'] ??= 'text/plain';
    return fillTemplate(body.template, variables, textBodyEncoding(headers['content-type']));
  }
  // The seed takes a body from the action's variables where the protocol has none.
  const value = body
    ? fillBody(body, variables)
    : variables['body'] === undefined
      ? undefined
      : jsonValue(variables['body'], 'body');
  if (value === undefined) return null;
  headers['content-type'] ??= 'application/json';
  return JSON.stringify(value);
};

/** Named fields or nothing: OBS takes no other data. Built as JSON and never as text, so no value leaves its place. */
const requestData = (
  { body }: CompiledProtocol,
  variables: Variables,
): Record<string, JsonValue> | null => {
  if (!body) return null;
  const data = fillBody(body, variables);
  if (data !== null && typeof data === 'object' && !Array.isArray(data)) return data;
  const sole = body.kind === 'text' ? soleVariable(body.template) : null;
  throw new ValueProblem(
    sole ?? 'body',
    `${sole ?? 'The request data'} must be an object of named fields, as {"sceneName": "Live"}.`,
  );
};

/** The variable that stands for the password of the device that is connected to; null where it asks for none. */
const passwordName = (
  protocol: Protocol,
  device: Device,
  simulated: SimulatedTargets | null,
): string | null => {
  if (protocol.protocol_type !== 'obs') return null;
  // The simulator lets everybody in.
  if (simulated && isSimulated(device)) return null;
  return device.password_name ?? null;
};

/** The secrets that a command is made with: those its protocol names, and the password of its device's connection. */
export const neededSecrets = (
  protocol: Protocol,
  device: Device,
  simulated: SimulatedTargets | null,
): string[] => {
  const named = compileProtocol(protocol).secrets;
  const password = passwordName(protocol, device, simulated);
  return password === null || named.includes(password) ? named : [...named, password];
};

const asPassword = (value: unknown, name: string): string =>
  value === MASKED ? MASK : asText(value, name);

const buildCommand = (
  input: ResolveInput,
  compiled: CompiledProtocol,
  variables: Variables,
): Command => {
  const { protocol } = input;
  const target = resolveTarget(protocol, input.device, input.config, input.simulated);
  const common = {
    host: target.host,
    port: target.port,
    success: protocol.success ?? null,
    idempotent: protocol.idempotent === true,
  };
  switch (protocol.protocol_type) {
    case 'http': {
      const query = compiled.query
        .map(([name, text]) => `${name}=${fillTemplate(text, variables, inUrl)}`)
        .join('&');
      const path = fillPath(compiled.template, variables);
      const headers = Object.fromEntries(
        compiled.headers.map(([name, text]) => [name, fillTemplate(text, variables, inHeader)]),
      );
      return {
        transport: 'http',
        ...common,
        tls: target.tls,
        method: protocol.method ?? 'POST',
        path: query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path,
        body: httpBody(compiled, variables, headers),
        headers,
      };
    }
    case 'osc':
      return {
        transport: 'osc',
        ...common,
        via: target.via,
        address: fillTemplate(compiled.template, variables, inOscAddress),
        args: resolveOscArgs(protocol, compiled.oscArgs, variables),
      };
    case 'tcp': {
      const line = fillTemplate(compiled.template, variables, inLine);
      return {
        transport: 'tcp',
        ...common,
        payload: line.endsWith('\n') ? line : `${line}\n`,
      };
    }
    case 'udp':
      return {
        transport: 'udp',
        ...common,
        payload: fillTemplate(compiled.template, variables, inLine),
      };
    case 'obs': {
      const secret = passwordName(protocol, input.device, input.simulated);
      const variable = secret === null ? null : secretVariable(secret);
      return {
        transport: 'obs',
        ...common,
        password: variable === null ? null : asPassword(variables[variable], variable),
        requestType: fillTemplate(compiled.template, variables, inRequestType),
        requestData: requestData(compiled, variables),
      };
    }
  }
};

/** Built twice where a secret is in it: a value may be encoded beyond recognition, so none is searched for. */
const buildBoth = (
  input: ResolveInput,
  compiled: CompiledProtocol,
): { command: Command; shown: Command } => {
  const { variables, secrets = {} } = input;
  const needed = neededSecrets(input.protocol, input.device, input.simulated);
  if (needed.length === 0) {
    const command = buildCommand(input, compiled, variables);
    return { command, shown: command };
  }
  const filled: Record<string, unknown> = { ...variables };
  for (const name of needed) filled[secretVariable(name)] = secrets[name];
  const command = buildCommand(input, compiled, filled);
  for (const name of needed) filled[secretVariable(name)] = MASKED;
  return { command, shown: buildCommand(input, compiled, filled) };
};

const valueFault = (problem: ValueProblem, protocol: Protocol): Fault => {
  const secret = secretName(problem.variable);
  if (secret !== null) return unfitSecretFault(secret, protocol);
  return {
    error_type: 'validation_error',
    message: problem.message,
    details: {
      variable: problem.variable,
      protocol_name: protocol.protocol_name,
      hint: `Change the value of ${problem.variable}.`,
    },
  };
};

/**
 * The exact command that a protocol, a device and values make. Every missing variable is named at once, and
 * every missing secret; a value that can't stand where its variable is, is a `validation_error` naming it.
 */
export const resolveCommand = (input: ResolveInput): Resolved => {
  const { protocol, variables, secrets } = input;
  const compiled = compileProtocol(protocol);
  const missing = compiled.variables.filter(
    // What every object has by itself is no value that somebody gave.
    (name) =>
      !Object.hasOwn(variables, name) ||
      variables[name] === undefined ||
      variables[name] === null,
  );
  if (missing.length > 0) return { ok: false, fault: missingFault(missing, protocol) };
  const absent = compiled.sessionVariables.filter(
    (name) => variables[sessionVariable(name)] === undefined,
  );
  if (absent.length > 0) return { ok: false, fault: missingOfSessionFault(absent, protocol) };
  const needed = neededSecrets(protocol, input.device, input.simulated);
  const unknown = needed.filter((name) => !secrets || !Object.hasOwn(secrets, name));
  if (unknown.length > 0) return { ok: false, fault: missingSecretsFault(unknown, protocol) };
  try {
    return { ok: true, ...buildBoth(input, compiled) };
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    return { ok: false, fault: valueFault(error, protocol) };
  }
};

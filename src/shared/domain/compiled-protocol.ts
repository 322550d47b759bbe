import { isName } from '../contract/names.ts';
import type { JsonValue, OscType, Protocol } from '../contract/protocol.ts';
import {
  mapLiterals,
  parseTemplate,
  secretName,
  secretVariable,
  sessionVariable,
  sessionVariableName,
  soleVariable,
  templateVariables,
  type Template,
} from './template.ts';

/** A JSON body with each text in it parsed. */
export type BodyTemplate =
  | { kind: 'text'; template: Template }
  | { kind: 'list'; items: BodyTemplate[] }
  | { kind: 'object'; entries: [string, BodyTemplate][] }
  | { kind: 'constant'; value: number | boolean | null };

export interface OscArgCompiled {
  type: OscType;
  value: Template | number | boolean | null;
}

/** A protocol with every text in it parsed, once per stored value. */
export interface CompiledProtocol {
  /** The literal text of a path and a query is percent-encoded already. */
  template: Template;
  query: [string, Template][];
  /** Names in lower case. */
  headers: [string, Template][];
  body: BodyTemplate | null;
  oscArgs: OscArgCompiled[];
  /** Every variable that any part names, secrets and the session's apart. */
  variables: string[];
  /** Every secret that any part names as `{secret:name}`. */
  secrets: string[];
  /** Every variable of the session that any part names as `{var:name}`. */
  sessionVariables: string[];
}

const compileBody = (value: JsonValue): BodyTemplate => {
  if (typeof value === 'string') return { kind: 'text', template: parseTemplate(value) };
  if (Array.isArray(value)) return { kind: 'list', items: value.map(compileBody) };
  if (value !== null && typeof value === 'object')
    return {
      kind: 'object',
      entries: Object.entries(value).map(([name, item]) => [name, compileBody(item)]),
    };
  return { kind: 'constant', value };
};

const bodyTemplates = (body: BodyTemplate): Template[] => {
  switch (body.kind) {
    case 'text':
      return [body.template];
    case 'list':
      return body.items.flatMap(bodyTemplates);
    case 'object':
      return body.entries.flatMap(([, item]) => bodyTemplates(item));
    case 'constant':
      return [];
  }
};

const compilePairs = (pairs: Record<string, string> | null | undefined): [string, Template][] =>
  Object.entries(pairs ?? {}).map(([name, text]) => [name, parseTemplate(text)]);

/** The seed's lone `osc_type` means one argument, 1, of that type. */
const compileOscArgs = (protocol: Protocol): OscArgCompiled[] => {
  if (protocol.osc_args)
    return protocol.osc_args.map(({ type, value }) => ({
      type,
      value: typeof value === 'string' ? parseTemplate(value) : (value ?? null),
    }));
  return protocol.osc_type ? [{ type: protocol.osc_type, value: 1 }] : [];
};

/** Literal path text as a URL needs it; what is percent-encoded already stays. */
const urlText = (text: string): string =>
  encodeURI(text.toWellFormed()).replace(/%25([0-9A-Fa-f]{2})/g, '%$1');

const queryText = (text: string): string => encodeURIComponent(text.toWellFormed());

const compileTemplate = (protocol: Protocol): Template => {
  const template = parseTemplate(protocol.template);
  return protocol.protocol_type === 'http' ? mapLiterals(template, urlText) : template;
};

const compile = (protocol: Protocol): CompiledProtocol => {
  const template = compileTemplate(protocol);
  const query = compilePairs(protocol.query).map(([name, text]): [string, Template] => [
    queryText(name),
    mapLiterals(text, queryText),
  ]);
  const headers = compilePairs(protocol.headers).map(([name, text]): [string, Template] => [
    name.toLowerCase(),
    text,
  ]);
  const body =
    protocol.body === undefined || protocol.body === null ? null : compileBody(protocol.body);
  const oscArgs = compileOscArgs(protocol);
  const all = [
    template,
    ...query.map(([, text]) => text),
    ...headers.map(([, text]) => text),
    ...(body ? bodyTemplates(body) : []),
    ...oscArgs.flatMap(({ value }) =>
      value !== null && typeof value === 'object' ? [value] : [],
    ),
  ];
  const named = [...new Set(all.flatMap(templateVariables))];
  const variables = named.filter(
    (name) => secretName(name) === null && sessionVariableName(name) === null,
  );
  const secrets = named.flatMap((name) => secretName(name) ?? []);
  const sessionVariables = named.flatMap((name) => sessionVariableName(name) ?? []);
  return { template, query, headers, body, oscArgs, variables, secrets, sessionVariables };
};

const compiled = new WeakMap<Protocol, CompiledProtocol>();

/** Parses a protocol once; the same stored value gives the same result again at no cost. */
export const compileProtocol = (protocol: Protocol): CompiledProtocol => {
  let result = compiled.get(protocol);
  if (!result) {
    result = compile(protocol);
    compiled.set(protocol, result);
  }
  return result;
};

/** Characters. More is no command but a paste that went wrong: a datagram holds 64 kB at most. */
export const MOST_TEMPLATE = 64 * 1024;

/** Says that a text is longer than any command; null where it is not. */
export const tooLong = (text: string, most = MOST_TEMPLATE): string | null =>
  text.length <= most
    ? null
    : `This has ${text.length.toLocaleString('en')} characters; ${most.toLocaleString('en')} is the most. Shorten it.`;

export interface ProtocolProblem {
  field: string;
  message: string;
}

/** A request is a name of letters and digits, and its data, where there is any, an object of named fields. */
const obsProblems = (protocol: Protocol): ProtocolProblem[] => {
  const { template, body } = compileProtocol(protocol);
  const problems: ProtocolProblem[] = [];
  if (template.parts.some((part) => typeof part === 'string' && !/^[A-Za-z0-9]+$/.test(part)))
    problems.push({
      field: 'template',
      message:
        'The name of an OBS request is letters and digits, such as SetCurrentProgramScene.',
    });
  if (body && body.kind !== 'object' && !(body.kind === 'text' && soleVariable(body.template)))
    problems.push({
      field: 'body',
      message: 'OBS takes an object of named fields, as {"sceneName": "{scene}"}.',
    });
  return problems;
};

/** What a person must mend before a protocol can be saved. Empty when it is sound. */
export const protocolProblems = (protocol: Protocol): ProtocolProblem[] => {
  const long = tooLong(protocol.template);
  if (long !== null) return [{ field: 'template', message: long }];
  const problems: ProtocolProblem[] = [];
  const { variables, secrets, sessionVariables } = compileProtocol(protocol);
  const used = new Set([
    ...variables,
    ...secrets.map(secretVariable),
    ...sessionVariables.map(sessionVariable),
  ]);
  protocol.variables.forEach((name, index) => {
    if (!used.has(name))
      problems.push({
        field: `variables[${index}]`,
        message: `${name} is listed but stands nowhere: use {${name}} in the template, query, headers, body or OSC arguments, or take it off the list.`,
      });
  });
  for (const name of secrets)
    if (!isName(name))
      problems.push({
        field: 'template',
        message: `{secret:${name}} names no secret: use 1 to 128 letters, digits, dots, underscores or hyphens, or write {{secret:${name}}} for the text itself.`,
      });
  for (const name of sessionVariables)
    if (!isName(name))
      problems.push({
        field: 'template',
        message: `{var:${name}} names no variable of a session: use 1 to 128 letters, digits, dots, underscores or hyphens, or write {{var:${name}}} for the text itself.`,
      });
  const { protocol_type: type, template } = protocol;
  if (type === 'http' && !template.startsWith('/'))
    problems.push({ field: 'template', message: 'A path begins with a slash.' });
  if (type === 'osc' && !template.startsWith('/'))
    problems.push({ field: 'template', message: 'An OSC address begins with a slash.' });
  if (type === 'obs') problems.push(...obsProblems(protocol));
  if (type === 'tcp' && /[\r\n]/.test(template.replace(/\r?\n$/, '')))
    problems.push({
      field: 'template',
      message: 'One line is one command: a line break may stand only at the end.',
    });
  return problems;
};

import { z } from 'zod';
import {
  OscTypeSchema,
  ProtocolSchema,
  TransportTypeSchema,
  type JsonValue,
  type Protocol,
  type Sample,
} from '#shared/contract/protocol.ts';
import {
  compileProtocol,
  protocolProblems,
  tooLong,
} from '#shared/domain/compiled-protocol.ts';
import type { Made } from '../../link/put-typed.ts';

const PairSchema = z.object({ name: z.string(), value: z.string() });
export type Pair = z.infer<typeof PairSchema>;

/** A protocol as it is typed: numbers, lists and JSON as text, what the page does not know of kept aside. */
export const ProtocolFormSchema = z.object({
  protocol_name: z.string(),
  protocol_type: TransportTypeSchema,
  description: z.string(),
  template: z.string(),
  method: z.string(),
  query: z.array(PairSchema),
  headers: z.array(PairSchema),
  bodyKind: z.enum(['none', 'text', 'json']),
  body: z.string(),
  oscArgs: z.array(z.object({ type: OscTypeSchema, value: z.string() })),
  oscTransport: z.enum(['udp', 'tcp']),
  host: z.string(),
  port: z.string(),
  /** `200, 204`; of OBS those that are as good as done. */
  statuses: z.string(),
  replyPrefix: z.string(),
  /** One beginning a line, both. */
  replyReject: z.string(),
  replyIgnore: z.string(),
  idempotent: z.boolean(),
  samples: z.record(z.string(), z.string()),
  rest: z.record(z.string(), z.unknown()),
});
export type ProtocolForm = z.infer<typeof ProtocolFormSchema>;

const ADDRESS = {
  http: ['host', 'port'],
  osc: ['host', 'osc_port'],
  tcp: ['tcp_host', 'tcp_port'],
  udp: ['udp_host', 'udp_port'],
  obs: ['host', 'port'],
} as const;

const STATUS_FIELD = {
  http: 'status',
  osc: 'status',
  tcp: 'status',
  udp: 'status',
  obs: 'request_status',
} as const;

const linesOf = (lines: readonly string[] | undefined): string => (lines ?? []).join('\n');
const splitLines = (text: string): string[] =>
  text.split('\n').filter((line) => line.trim() !== '');

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** What is typed as a sample: a number, true or false are such; in quotes they are text. */
export const sampleOf = (text: string): Sample => {
  if (NUMBER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^".*"$/s.test(text)) return text.slice(1, -1);
  return text;
};

const sampleText = (sample: Sample): string =>
  typeof sample === 'string' && sampleOf(sample) !== sample ? `"${sample}"` : String(sample);

const pairsOf = (record: Record<string, string> | null | undefined): Pair[] =>
  Object.entries(record ?? {}).map(([name, value]) => ({ name, value }));

const recordOf = (pairs: readonly Pair[]): Record<string, string> | undefined => {
  const named = pairs.filter(({ name }) => name !== '');
  return named.length === 0
    ? undefined
    : Object.fromEntries(named.map(({ name, value }) => [name, value]));
};

const bodyOf = (
  body: JsonValue | undefined,
  type: Protocol['protocol_type'],
): Pick<ProtocolForm, 'bodyKind' | 'body'> => {
  if (body === undefined || body === null) return { bodyKind: 'none', body: '' };
  if (typeof body === 'string' && type !== 'obs') return { bodyKind: 'text', body };
  return { bodyKind: 'json', body: JSON.stringify(body, null, 2) };
};

/** The lone `osc_type` of the seed stays in the rest: it has a meaning of its own. */
export const formOf = (protocol: Protocol): ProtocolForm => {
  const {
    protocol_name,
    protocol_type,
    description,
    template,
    method,
    query,
    headers,
    body,
    osc_args,
    osc_transport,
    success,
    idempotent,
    samples,
    variables: _,
    ...more
  } = protocol;
  const { reply_prefix, reply_reject, reply_ignore, ...given } = success ?? {};
  const statusField = STATUS_FIELD[protocol_type];
  const { [statusField]: status, ...ruleRest } = given;
  const [hostField, portField] = ADDRESS[protocol_type];
  const rest: Record<string, unknown> = { ...more, success: ruleRest };
  const host = protocol[hostField];
  const port = protocol[portField];
  delete rest[hostField];
  delete rest[portField];
  if (Object.keys(ruleRest).length === 0) delete rest['success'];
  if (osc_args) rest['osc_args'] = true;
  return {
    protocol_name,
    protocol_type,
    description,
    template,
    method: method ?? '',
    query: pairsOf(query),
    headers: pairsOf(headers),
    ...bodyOf(body, protocol_type),
    oscArgs: (osc_args ?? []).map(({ type, value }) => ({ type, value: String(value ?? '') })),
    oscTransport: osc_transport ?? 'udp',
    host: host ?? '',
    port: port === null || port === undefined ? '' : String(port),
    statuses: (status ?? []).join(', '),
    replyPrefix: reply_prefix ?? '',
    replyReject: linesOf(reply_reject),
    replyIgnore: linesOf(reply_ignore),
    idempotent: idempotent === true,
    samples: Object.fromEntries(
      Object.entries(samples ?? {}).map(([name, sample]) => [name, sampleText(sample)]),
    ),
    rest,
  };
};

export type FormProblem = readonly [field: keyof ProtocolForm, message: string];

/** Which field of the form shows what is wrong with a field of the protocol. */
const FIELD: Record<string, keyof ProtocolForm> = {
  osc_args: 'oscArgs',
  osc_transport: 'oscTransport',
  success: 'statuses',
  port: 'port',
  osc_port: 'port',
  tcp_port: 'port',
  udp_port: 'port',
  tcp_host: 'host',
  udp_host: 'host',
};
const isField = (name: string): name is keyof ProtocolForm => name in ProtocolFormSchema.shape;
const fieldOf = (path: string): keyof ProtocolForm => {
  const [first = ''] = path.split(/[.[]/);
  return FIELD[first] ?? (isField(first) ? first : 'template');
};

const jsonBody = (text: string): JsonValue | undefined => {
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

const successOf = (form: ProtocolForm, given: unknown): Record<string, unknown> | undefined => {
  const rest = z.record(z.string(), z.unknown()).safeParse(given).data ?? {};
  const rule: Record<string, unknown> = { ...rest };
  const statuses = form.statuses.split(/[\s,]+/).filter(Boolean);
  if ((form.protocol_type === 'http' || form.protocol_type === 'obs') && statuses.length > 0)
    rule[STATUS_FIELD[form.protocol_type]] = statuses.map(Number).filter(Number.isFinite);
  if (form.protocol_type === 'tcp' && form.replyPrefix !== '') {
    rule['reply_prefix'] = form.replyPrefix;
    const reject = splitLines(form.replyReject);
    const ignore = splitLines(form.replyIgnore);
    if (reject.length > 0) rule['reply_reject'] = reject;
    if (ignore.length > 0) rule['reply_ignore'] = ignore;
  }
  return Object.keys(rule).length === 0 ? undefined : rule;
};

const oscFields = (form: ProtocolForm): Record<string, unknown> => {
  if (form.protocol_type !== 'osc') return {};
  const listed = form.oscArgs.length > 0 || form.rest['osc_args'] === true;
  return {
    ...(listed && {
      osc_args: form.oscArgs.map(({ type, value }) =>
        type === 'T' || type === 'F'
          ? { type }
          : { type, value: NUMBER.test(value) && type !== 's' ? Number(value) : value },
      ),
    }),
    ...(form.oscTransport === 'tcp' && { osc_transport: 'tcp' }),
  };
};

const httpFields = (form: ProtocolForm): Record<string, unknown> => {
  if (form.protocol_type !== 'http') return {};
  const query = recordOf(form.query);
  const headers = recordOf(form.headers);
  const body =
    form.bodyKind === 'json'
      ? jsonBody(form.body)
      : form.bodyKind === 'text'
        ? form.body
        : undefined;
  return {
    ...(form.method !== '' && { method: form.method }),
    ...(query && { query }),
    ...(headers && { headers }),
    ...(body !== undefined && { body }),
  };
};

const obsFields = (form: ProtocolForm): Record<string, unknown> => {
  if (form.protocol_type !== 'obs' || form.bodyKind === 'none') return {};
  const body = jsonBody(form.body);
  return body === undefined ? {} : { body };
};

const assemble = (form: ProtocolForm): Record<string, unknown> => {
  const { osc_args: _, success: ruleRest, ...rest } = form.rest;
  const [hostField, portField] = ADDRESS[form.protocol_type];
  const success = successOf(form, ruleRest);
  const samples = Object.entries(form.samples).filter(([, text]) => text !== '');
  return {
    ...rest,
    protocol_name: form.protocol_name,
    protocol_type: form.protocol_type,
    template: form.template,
    description: form.description,
    ...httpFields(form),
    ...oscFields(form),
    ...obsFields(form),
    ...(form.host !== '' && { [hostField]: form.host }),
    ...(form.port !== '' && { [portField]: Number(form.port) }),
    ...(success && { success }),
    ...(form.idempotent && { idempotent: true }),
    ...(samples.length > 0 && {
      samples: Object.fromEntries(samples.map(([name, text]) => [name, sampleOf(text)])),
    }),
  };
};

const typedProblems = (form: ProtocolForm): FormProblem[] => {
  const problems: FormProblem[] = [];
  const isObs = form.protocol_type === 'obs';
  if (form.protocol_type === 'http' || isObs) {
    const isJson = form.bodyKind === 'json' || (isObs && form.bodyKind === 'text');
    if (isJson && jsonBody(form.body) === undefined)
      problems.push([
        'body',
        'This is no JSON: texts stand in double quotes, {page} too, as in {"text": "{text}"}.',
      ]);
    if (/[^\d\s,]/.test(form.statuses))
      problems.push([
        'statuses',
        `Write status codes like ${isObs ? '500, 501' : '200, 204'}.`,
      ]);
  }
  if (form.protocol_type === 'http') {
    for (const field of ['query', 'headers'] as const) {
      const names = form[field].map(({ name }) => name).filter(Boolean);
      if (new Set(names).size < names.length) problems.push([field, 'Give each name once.']);
    }
  }
  return problems;
};

/** Characters: a picture in base64 is longer than a line. */
export const MOST_BODY = 512 * 1024;

/** The protocol that the form makes, or what is wrong, by the form's fields. Its variables are those it names. */
export const protocolOf = (form: ProtocolForm): Made<Protocol, FormProblem> => {
  // Nothing is made of a paste that went wrong: parsing a megabyte with each letter would freeze the page.
  const long: FormProblem[] = [];
  const [template, body] = [tooLong(form.template), tooLong(form.body, MOST_BODY)];
  if (template !== null) long.push(['template', template]);
  if (body !== null) long.push(['body', body]);
  if (long.length > 0) return { ok: false, problems: long };
  const typed = typedProblems(form);
  const parsed = ProtocolSchema.safeParse(assemble(form));
  if (!parsed.success)
    return {
      ok: false,
      problems: [
        ...typed,
        ...parsed.error.issues.map(({ path, message }): FormProblem => [
          fieldOf(path.map(String).join('.')),
          message,
        ]),
      ],
    };
  const protocol = { ...parsed.data, variables: compileProtocol(parsed.data).variables };
  const problems = [
    ...typed,
    ...protocolProblems(protocol).map(({ field, message }): FormProblem => [
      fieldOf(field),
      message,
    ]),
  ];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: protocol };
};

/** What may be stored. */
export const SoundFormSchema = ProtocolFormSchema.superRefine((form, context) => {
  const made = protocolOf(form);
  if (made.ok) return;
  for (const [field, message] of made.problems)
    context.addIssue({ code: 'custom', path: [field], message });
});

const FIRST_TEMPLATE: Record<Protocol['protocol_type'], string> = {
  http: '/',
  osc: '/',
  tcp: '',
  udp: '',
  obs: '',
};

/** What a new one begins with. */
export const blankForm = (name: string): ProtocolForm => ({
  ...formOf(
    ProtocolSchema.parse({
      protocol_name: 'new',
      template: FIRST_TEMPLATE.http,
      method: 'POST',
      success: { status: [200] },
    }),
  ),
  protocol_name: name,
});

/** The same protocol on another transport, as far as it can be said there. OBS has status codes of its own. */
export const onTransport = (
  form: ProtocolForm,
  protocol_type: ProtocolForm['protocol_type'],
): ProtocolForm => ({
  ...form,
  protocol_type,
  statuses: (protocol_type === 'obs') === (form.protocol_type === 'obs') ? form.statuses : '',
  bodyKind: protocol_type === 'obs' && form.bodyKind === 'text' ? 'json' : form.bodyKind,
  method: protocol_type === 'http' && form.method === '' ? 'POST' : form.method,
  template:
    form.template === FIRST_TEMPLATE[form.protocol_type]
      ? FIRST_TEMPLATE[protocol_type]
      : form.template,
});

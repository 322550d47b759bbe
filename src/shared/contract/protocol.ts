import { z } from 'zod';
import { NameSchema, PortSchema } from './names.ts';
import { RetryOverrideSchema } from './policy.ts';

export const TransportTypeSchema = z.enum(['http', 'osc', 'tcp', 'udp', 'obs']);
export type TransportType = z.infer<typeof TransportTypeSchema>;

export const OscTypeSchema = z.enum(['i', 'f', 's', 'b', 'h', 'd', 'T', 'F']);
export type OscType = z.infer<typeof OscTypeSchema>;

/**
 * One typed OSC argument. `value` may be a template when it is text; `b` takes base64, `h` a whole
 * number or its decimal text, `T` and `F` take none.
 */
export const OscArgTemplateSchema = z.looseObject({
  type: OscTypeSchema,
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});

/** What counts as success. Without a rule: any 2xx for http; `sent` for osc, tcp and udp; OBS's own word for obs. */
export const SuccessRuleSchema = z.looseObject({
  status: z.array(z.int().min(100).max(599)).optional(),
  /** TCP: a reply line is awaited and must begin with this. */
  reply_prefix: z.string().min(1).optional(),
  /** TCP: replies that begin well and are failures all the same, such as `+OK Page not found`. */
  reply_reject: z.array(z.string().min(1)).optional(),
  /** TCP: lines that begin so answer nothing: a greeting, news. */
  reply_ignore: z.array(z.string().min(1)).optional(),
  /** OBS: request statuses that are as good as done, such as 500 where the output runs already. */
  request_status: z.array(z.int().min(0).max(9999)).optional(),
});
export type SuccessRule = z.infer<typeof SuccessRuleSchema>;

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };
export const JsonValueSchema: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(JsonValueSchema),
    z.record(z.string(), JsonValueSchema),
  ]),
);

export const SampleSchema = z.union([z.string(), z.number(), z.boolean()]);
export type Sample = z.infer<typeof SampleSchema>;

/**
 * `mcr:protocol:companion:{protocol_name}`. `template` is the path (http), the address (osc), the
 * payload (tcp, udp) or the request type (obs), whose request data is `body`. Every text in it, and in query, headers,
 * body and OSC arguments, may hold `{name}` and `$name`; `{{` and `}}` are literal braces.
 */
export const ProtocolSchema = z.looseObject({
  protocol_name: NameSchema,
  protocol_type: TransportTypeSchema.default('http'),
  template: z
    .string()
    .min(1, 'Say what is sent: a path, an OSC address, a payload or a request.'),
  method: z
    .string()
    .regex(/^[A-Z]{1,16}$/, 'A method is capital letters, such as POST.')
    .nullish(),
  query: z.record(z.string(), z.string()).nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  body: JsonValueSchema.optional(),
  variables: z.array(z.string()).default([]),
  description: z.string().default(''),
  host: z.string().min(1).nullish(),
  port: PortSchema.nullish(),
  osc_port: PortSchema.nullish(),
  osc_type: OscTypeSchema.nullish(),
  osc_args: z.array(OscArgTemplateSchema).nullish(),
  /** OSC travels over UDP unless this says otherwise. */
  osc_transport: z.enum(['udp', 'tcp']).nullish(),
  tcp_host: z.string().min(1).nullish(),
  tcp_port: PortSchema.nullish(),
  udp_host: z.string().min(1).nullish(),
  udp_port: PortSchema.nullish(),
  success: SuccessRuleSchema.nullish(),
  /** A value per variable to show and test the protocol with. Nothing else uses them. */
  samples: z.record(z.string(), SampleSchema).nullish(),
  /** True where sending it twice does what sending it once does. */
  idempotent: z.boolean().nullish(),
  retry: RetryOverrideSchema.nullish(),
});
export type Protocol = z.infer<typeof ProtocolSchema>;

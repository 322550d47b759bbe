import { z } from 'zod';

/** What OBS says in the words of obs-websocket 5. Events and batches are nothing that we ask for. */
const HelloSchema = z.object({
  op: z.literal(0),
  d: z.looseObject({
    obsWebSocketVersion: z.string().max(100).default('?'),
    rpcVersion: z.number().default(1),
    authentication: z
      .object({ challenge: z.string().max(1000), salt: z.string().max(1000) })
      .optional(),
  }),
});

const IdentifiedSchema = z.object({ op: z.literal(2), d: z.looseObject({}).default({}) });

const ResponseSchema = z.object({
  op: z.literal(7),
  d: z.looseObject({
    requestType: z.string().optional(),
    requestId: z.string(),
    requestStatus: z.object({
      result: z.boolean(),
      code: z.int(),
      comment: z.string().nullish(),
    }),
    responseData: z.unknown().optional(),
  }),
});

const MessageSchema = z.discriminatedUnion('op', [
  HelloSchema,
  IdentifiedSchema,
  ResponseSchema,
]);
export type ObsMessage = z.infer<typeof MessageSchema>;
export type ObsHello = z.infer<typeof HelloSchema>['d'];
export type ObsResponse = z.infer<typeof ResponseSchema>['d'];

const AnySchema = z.object({ op: z.int() });

/** `news`: an event or another message that answers nothing. Null for what is no message of OBS. */
export const readMessage = (text: string): ObsMessage | 'news' | null => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = MessageSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const other = AnySchema.safeParse(value).data?.op;
  return other === undefined || other === 0 || other === 2 || other === 7 ? null : 'news';
};

import { z } from 'zod';

/** What page and process say to each other on the bridge. Ports are numbered by the page that made them. */
export const FrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), contents: z.int(), url: z.string() }),
  z.object({
    type: z.literal('ipc'),
    channel: z.string(),
    message: z.unknown(),
    ports: z.array(z.int()),
  }),
  z.object({ type: z.literal('message'), port: z.int(), text: z.string() }),
  /** Bytes, from the process to the page alone. */
  z.object({ type: z.literal('bytes'), port: z.int(), base64: z.string() }),
  z.object({ type: z.literal('close'), port: z.int() }),
]);
export type Frame = z.infer<typeof FrameSchema>;

import { z } from 'zod';

const ContextSchema = z.record(z.string(), z.unknown());
const NONE: Record<string, unknown> = {};

/** What is typed as JSON; nothing, and what to type, where it is none. */
export const sampleContext = (
  text: string,
): { context: Record<string, unknown>; problem: string | null } => {
  if (text.trim() === '') return { context: NONE, problem: null };
  try {
    const parsed = ContextSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { context: parsed.data, problem: null };
  } catch {
    // Not finished yet.
  }
  return { context: NONE, problem: 'Type an object in JSON, like {"scene": "talk"}.' };
};

import type { z } from 'zod';
import { HardwareTrouble } from './hardware-trouble.ts';

/** Settings of one kind of client. @throws HardwareTrouble that names each field that is wrong. */
export const parseKind = <S extends z.ZodType>(
  schema: S,
  settings: z.input<S>,
): z.output<S> => {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'settings'}: ${message}`,
  );
  throw new HardwareTrouble(
    problems.join(' '),
    'Correct the fields that are named, and start the client again.',
  );
};

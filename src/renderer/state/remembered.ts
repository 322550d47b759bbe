import type { z } from 'zod';

/** What this browser keeps for this page. A private window may refuse: then it is forgotten, and that is all. */
export const recall = <T>(key: string, schema: z.ZodType<T>): T | null => {
  try {
    const parsed = schema.safeParse(JSON.parse(localStorage.getItem(`mcr.${key}`) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

export const remember = (key: string, value: unknown): void => {
  try {
    localStorage.setItem(`mcr.${key}`, JSON.stringify(value));
  } catch {
    return;
  }
};

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

/** The keys of what is kept that begin so. */
export const rememberedKeys = (prefix: string): string[] => {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`mcr.${prefix}`))
      .map((key) => key.slice('mcr.'.length));
  } catch {
    return [];
  }
};

/** Keeps it; null forgets it. */
export const remember = (key: string, value: unknown): void => {
  try {
    if (value === null) localStorage.removeItem(`mcr.${key}`);
    else localStorage.setItem(`mcr.${key}`, JSON.stringify(value));
  } catch {
    return;
  }
};

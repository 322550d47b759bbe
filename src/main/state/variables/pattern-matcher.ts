import { createContext, Script } from 'node:vm';
import type { Matcher } from '#shared/domain/variable-values.ts';

const WITHIN_MS = 250;

const script = new Script('new RegExp(pattern, "u").test(text)');

/** Patterns are given by clients: one that would search for years is given up. @throws then, and for no pattern */
export const createPatternMatcher = (): Matcher => {
  const place: Record<string, unknown> = Object.create(null);
  const context = createContext(place);
  return (pattern, text) => {
    Object.assign(place, { pattern, text });
    return script.runInContext(context, { timeout: WITHIN_MS }) === true;
  };
};

import type { VariableError } from '#shared/contract/variables.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { failed, type Answer } from './state-provider.ts';
import { MOST_VARIABLES, VariableCorrupt } from './variable-shelf.ts';

export const notFound = (identifier: string) =>
  failed({
    code: 'not_found',
    message: `There is no variable ${identifier}. Check its name, or register it first.`,
    identifier,
  });

export const expired = (sessionId: string) =>
  failed({
    code: 'session_expired',
    message: `The session ${sessionId} is over: it was ended, or not used for long enough. Begin it anew.`,
    session_id: sessionId,
  });

export const invalid = (variable: string, message: string) =>
  failed({ code: 'validation_failed', message, variable });

export const full = (variable: string) =>
  invalid(variable, `A session has ${MOST_VARIABLES} variables at most. Delete some first.`);

export const tooFast = (identifier: string) =>
  failed({
    code: 'store_unavailable',
    message: `${identifier} changes so fast that nothing could be written there. Try again.`,
  });

export const partial = (
  failures: ReadonlyMap<string, string>,
  written: string[],
  isAtomic: boolean,
) => {
  const names = [...failures.keys()].slice(0, 5).join(', ');
  const what = isAtomic ? 'Nothing was written' : `${written.length} were written`;
  return failed({
    code: 'partial_failure',
    message: `${what}: ${failures.size} can't be (${names}). See why for each, and send those again.`,
    failures: Object.fromEntries(failures),
    written,
  });
};

export const importFailed = (failures: ReadonlyMap<string, string>) =>
  failed({
    code: 'import_failed',
    message: `Nothing was imported: ${[...failures.values()].slice(0, 3).join(' ')}`,
    failures: Object.fromEntries(failures),
  });

/** The reason alone, for one of many. */
export const reasonOf = (error: VariableError): string => error.message;

/** What a store throws, as a value. */
export const guarded = async <T>(work: () => Promise<Answer<T>>): Promise<Answer<T>> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreUnavailable)
      return failed({ code: 'store_unavailable', message: error.message });
    if (error instanceof VariableCorrupt) return invalid(error.variable, error.message);
    throw error;
  }
};

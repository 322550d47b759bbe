import type { Fault } from '#shared/contract/errors.ts';
import type { TakeListing, TakeRows, TakeView } from '#shared/contract/take-view.ts';
import { CameraTrouble } from '../cameras/ports.ts';
import { NoSuchTake } from '../cameras/takes/take-folder.ts';
import type { RowsAsk, TakeLibrary } from '../cameras/takes/take-library.ts';
import { faultError } from './faults.ts';

interface TakeInput {
  params: { file: string };
  query?: { folder?: string | undefined } | undefined;
}
interface RowsInput extends TakeInput {
  query?: (RowsAsk & { folder?: string | undefined }) | undefined;
}

/** What keeps a take from being shown. @throws whatever is a bug and no trouble of a take */
export const takeFault = (error: unknown): Fault => {
  if (!(error instanceof CameraTrouble)) throw error;
  return {
    error_type: error instanceof NoSuchTake ? 'not_found' : 'internal',
    message: error.message,
    details: { hint: error.hint },
  };
};

const refusing = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw faultError(takeFault(error));
  });

/** The contract's procedures of recorded takes. */
export const takesOf = (library: TakeLibrary) => ({
  list: (): Promise<TakeListing[]> => library.list(),
  get: ({ input: { params, query } }: { input: TakeInput }): Promise<TakeView> =>
    refusing(library.view({ ...params, folder: query?.folder })),
  rows: ({ input: { params, query } }: { input: RowsInput }): Promise<TakeRows> =>
    refusing(library.rows({ ...params, folder: query?.folder }, query ?? {})),
});

import type { Fault } from '#shared/contract/errors.ts';
import type { TakeLibrary } from '../cameras/takes/take-library.ts';
import { validationFault } from './faults.ts';
import { takeFault } from './takes.ts';

const YEAR_S = 365 * 24 * 3600;
const ADDRESS = /^\/api\/takes\/([^/]{1,300})\/frames\/([^/]{1,40})\.jpg$/;
const ROW = /^\d{1,9}$/;

/** The frame that an address names, as far as it can be understood. */
export interface FrameAsk {
  file: string;
  row: string;
  folder: string | undefined;
  /** The version of the file that the asker knows: an answer to it lasts. */
  version: string | null;
}

export type FrameAnswer =
  | { status: 200 | 304; headers: Record<string, string>; jpeg: Buffer | null }
  | { status: number; fault: Fault };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

/** Null where the address is another one. */
export const frameAskOf = ({
  pathname,
  searchParams,
}: Pick<URL, 'pathname' | 'searchParams'>): FrameAsk | null => {
  const [, file, row] = ADDRESS.exec(pathname) ?? [];
  if (file === undefined || row === undefined) return null;
  return {
    file: decoded(file),
    row,
    folder: searchParams.get('folder') ?? undefined,
    version: searchParams.get('v'),
  };
};

const STATUS: Partial<Record<Fault['error_type'], number>> = { not_found: 404 };

/** A file of that name may be another one tomorrow: only an address with its version may be kept for good. */
const cachingOf = (version: string, ask: FrameAsk): string =>
  ask.version === version ? `private, max-age=${YEAR_S}, immutable` : 'private, no-cache';

/**
 * One recorded frame, whichever host it leaves by. `etag`: that of the asker's copy. The signal ends the work.
 * @throws whatever is a bug
 */
export const answerFrame = async (
  library: TakeLibrary,
  ask: FrameAsk,
  etag: string | null,
  signal: AbortSignal,
): Promise<FrameAnswer> => {
  if (!ROW.test(ask.row)) {
    const message = 'Give the number of a frame, counted from 0.';
    return { status: 400, fault: validationFault([{ field: 'row', message }]) };
  }
  const row = Number(ask.row);
  const known = /^(?:W\/)?"([0-9a-z]{1,40})-(\d{1,9})"$/.exec(etag ?? '');
  try {
    const { version, jpeg } = await library.frame(
      ask,
      row,
      signal,
      known && Number(known[2]) === row ? known[1] : undefined,
    );
    const headers = {
      etag: `"${version}-${row}"`,
      'cache-control': cachingOf(version, ask),
      ...(jpeg ? { 'content-type': 'image/jpeg', 'content-length': String(jpeg.length) } : {}),
    };
    return { status: jpeg ? 200 : 304, headers, jpeg };
  } catch (error) {
    const fault = takeFault(error);
    return { status: STATUS[fault.error_type] ?? 503, fault };
  }
};

import { FaultSchema } from '#shared/contract/errors.ts';
import type { TakeView } from '#shared/contract/take-view.ts';
import { z } from 'zod';

const WITHIN_MS = 15_000;
const FaultBodySchema = z.object({ error: FaultSchema });

/** Why a picture did not come, in the words of whoever could not give it. */
export class NoStill extends Error {
  readonly hint: string | null;
  constructor(message: string, hint: string | null) {
    super(message);
    this.hint = hint;
  }
}

/** Both hosts answer to it. With the version of the file the answer may be kept for good. */
export const stillAddress = (
  { file, folder, version }: Pick<TakeView, 'file' | 'folder' | 'version'>,
  row: number,
): string =>
  `/api/takes/${encodeURIComponent(file)}/frames/${row}.jpg?folder=${folder}&v=${version}`;

/** Rejects with `NoStill`. Within 15 s. */
export const fetchStill = async (address: string, signal: AbortSignal): Promise<Blob> => {
  const within = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
  const answer = await fetch(address, { signal: within }).catch(() => {
    throw new NoStill(
      'The picture did not come.',
      'The app may be away or busy. It is tried again once it is connected.',
    );
  });
  if (answer.ok && answer.headers.get('content-type') === 'image/jpeg') return answer.blob();
  const { data } = FaultBodySchema.safeParse(await answer.json().catch(() => null));
  const hint = data?.error.details['hint'];
  throw new NoStill(
    data?.error.message ?? `The picture can't be shown (${answer.status}).`,
    typeof hint === 'string' ? hint : null,
  );
};

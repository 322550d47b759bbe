import type { TakeListing } from '#shared/contract/take-view.ts';

/** What is shown of the takes; null lets all through. */
export interface TakeFilter {
  session: string | null;
  camera: string | null;
  verdict: TakeListing['verdict'] | null;
}

export const NO_FILTER: TakeFilter = { session: null, camera: null, verdict: null };

/** Tells takes apart, those of one name in two folders too. */
export const keyOfTake = ({ file, folder }: Pick<TakeListing, 'file' | 'folder'>): string =>
  `${folder}/${file}`;

export const filterTakes = (
  takes: TakeListing[],
  { session, camera, verdict }: TakeFilter,
): TakeListing[] =>
  takes.filter(
    (take) =>
      (session === null || take.session_prefix === session) &&
      (camera === null || take.camera === camera) &&
      (verdict === null || take.verdict === verdict),
  );

const order = new Intl.Collator('en', { numeric: true });

/** The values that can be chosen, in their order; the chosen one stays though its takes are gone. */
export const choicesOf = (
  takes: TakeListing[],
  field: 'session_prefix' | 'camera',
  chosen: string | null,
): string[] => {
  const found = new Set(takes.map((take) => take[field]));
  if (chosen !== null) found.add(chosen);
  return [...found].sort(order.compare);
};

/** How many there are of each verdict, whatever verdict is chosen. */
export const verdictCounts = (takes: TakeListing[], filter: TakeFilter) => {
  const all = filterTakes(takes, { ...filter, verdict: null });
  const PASS = all.filter(({ verdict }) => verdict === 'PASS').length;
  return { PASS, FAIL: all.length - PASS };
};

/** Names that more than one folder has. */
export const twinNames = (takes: TakeListing[]): ReadonlySet<string> => {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { file } of takes) (seen.has(file) ? twice : seen).add(file);
  return twice;
};

/** Where a take is shown. Its folder is named only where its name is not enough. */
export const addressOfTake = (file: string, frame: number, folder: string | null): string =>
  `/cameras/takes/${file}/${frame}${folder === null ? '' : `/${folder}`}`;

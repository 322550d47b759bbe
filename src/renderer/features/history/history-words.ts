import type { Revision, RevisedArea, Via } from '#shared/contract/revisions.ts';
import type { VersionedKind } from '#shared/contract/mirror.ts';
import { dateOf, timeOf } from '../../state/local-time.ts';

/** What has a button for its history; that of a venue is asked by REST. */
export type HistoryKind = Exclude<VersionedKind, 'venue'>;

export const AREAS: Record<HistoryKind, RevisedArea> = {
  intent: 'intents',
  macro: 'macros',
  device: 'devices',
  protocol: 'protocols',
  layout: 'layouts',
  hardware: 'hardware',
  config: 'config',
};

const WHERE: Record<Via, string> = {
  window: 'in the window',
  browser: 'in a browser',
  rest: 'by REST',
  grpc: 'over gRPC',
  elsewhere: 'straight in Redis',
  app: 'at its start',
};

export const whereWords = (via: Via): string => WHERE[via];

/** Who changed it, where no origin is known. */
export const nobodyWords = (via: Via): string =>
  via === 'app' ? 'the app' : 'another program';

const MOST_NAMED = 3;

/** What changed in a few words, as in `actions, guard`. */
export const changeWords = ({
  before,
  after,
  changed,
}: Pick<Revision, 'before' | 'after' | 'changed'>): string => {
  if (after === null) return 'deleted';
  if (before === null) return 'made';
  // The engine's own mark, while what is renamed has both names.
  if (changed.length === 1 && changed[0] === 'renamed_from') return 'renaming finished';
  // Set at the first edit of what another program made without it.
  const fields = changed.filter((field) => field !== 'created_at');
  if (fields.length === 0) return 'changed';
  const named = fields.slice(0, MOST_NAMED).join(', ');
  const more = fields.length - MOST_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
};

/** What is spoken of: `intent cut`, `the configuration`. */
export const whatWords = (kind: HistoryKind, name: string): string =>
  kind === 'config' ? 'the configuration' : `${kind} ${name}`;

/** `Nov 21, 2026 21:14:35`, in the operator's zone. */
export const whenWords = (at: string): string => `${dateOf(at)} ${timeOf(at).seconds}`.trim();

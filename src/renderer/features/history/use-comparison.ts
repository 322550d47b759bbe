import { useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Revision } from '#shared/contract/revisions.ts';
import { fieldDifferences, type FieldDifference } from '#shared/domain/field-conflicts.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { askedOnceBack, useKeptSince } from '../../state/use-kept-since.ts';
import { AREAS, whenWords, type HistoryKind } from './history-words.ts';

/** Which two versions: around one change, or after an earlier one and after a later one, or now. */
export type Versions =
  | { around: Revision }
  | { earlier: Revision; later: Revision }
  | { earlier: Revision; later: 'now'; current: string | null };

export interface Comparison {
  /** What the two sides are, the earlier first; null where nothing stood on that side. */
  from: string | null;
  to: string | null;
  fields: readonly FieldDifference[];
}

/** Waits for its answer, has it, or knows why not. */
export interface Compared {
  comparison: Comparison | null;
  fault: Fault | null;
}

const around = async (
  kind: HistoryKind,
  name: string,
  { id }: Revision,
): Promise<Comparison> => {
  const params = { area: AREAS[kind], name, id };
  const { value, was, before } = await ask((client, options) =>
    client.revisions.get({ params }, options),
  );
  return {
    from: before === null ? null : 'Before',
    to: value === null ? null : 'After',
    fields: fieldDifferences(was ?? {}, value ?? {}),
  };
};

const between = async (
  kind: HistoryKind,
  name: string,
  earlier: Revision,
  later: Revision | 'now',
): Promise<Comparison> => {
  const params = { area: AREAS[kind], name, id: earlier.id };
  const to = later === 'now' ? later : later.id;
  const diff = await ask((client, options) =>
    client.revisions.diff({ params, query: { to } }, options),
  );
  return {
    from: diff.from === null ? null : whenWords(earlier.at),
    to: diff.to === null ? null : later === 'now' ? 'Now' : whenWords(later.at),
    fields: diff.changes.map((change) => ({
      path: change.path,
      keys: change.keys,
      from: change.from,
      to: change.to,
    })),
  };
};

const keyOf = (versions: Versions): string => {
  if ('around' in versions) return versions.around.id;
  const { earlier, later } = versions;
  return `${earlier.id} ${later === 'now' ? `now ${versions.current}` : later.id}`;
};

/** Two versions, field by field. What could not be asked is asked once the link and the store are back. */
export const useComparison = (
  kind: HistoryKind,
  name: string,
  versions: Versions,
): Compared => {
  const [compared, setCompared] = useState<(Compared & { of: string }) | null>(null);
  const key = keyOf(versions);
  const isAway = useKeptSince() !== null;
  useEffect(() => {
    if (isAway) return;
    let isOver = false;
    const show = (next: Compared): void => {
      if (!isOver) setCompared({ ...next, of: key });
    };
    const loaded =
      'around' in versions
        ? around(kind, name, versions.around)
        : between(kind, name, versions.earlier, versions.later);
    loaded.then(
      (comparison) => show({ comparison, fault: null }),
      (error: unknown) => show({ comparison: null, fault: faultOf(error) }),
    );
    return () => {
      isOver = true;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- a revision never changes: the key says which they are
  }, [kind, name, key, isAway]);
  // What is here of other versions is none of these.
  if (compared?.of === key) return compared;
  return { comparison: null, fault: isAway ? askedOnceBack : null };
};

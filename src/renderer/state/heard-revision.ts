import { useMirror } from './mirror-store.ts';

const MIRRORED_WITHIN_MS = 2000;

/** The revision that this page shows of it, by `intent:cut`; null where there is none. */
export const revisionNow = (key: string): string | null =>
  useMirror.getState().revisions[key] ?? null;

/** The revision that a write brought, as soon as this page has heard of it. */
export const newRevision = (key: string, before: string | null): Promise<string | null> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
      resolve(revisionNow(key));
    };
    const stop = useMirror.subscribe(() => {
      if (revisionNow(key) !== before) end();
    });
    const timer = setTimeout(end, MIRRORED_WITHIN_MS);
    if (revisionNow(key) !== before) end();
  });

import { useCallback, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import { recall, remember } from '../../state/remembered.ts';
import { offerUndo } from '../../state/undo-toast.ts';

/**
 * The one thing that is being edited. What was typed outlives the page; `typedFor` names what something was typed for,
 * null where nothing was.
 */
export const useKeptDraft = <T>(
  key: string,
  schema: z.ZodType<T>,
  typedFor: (draft: T) => string | null,
) => {
  const [draft, setDraft] = useState(() => recall(key, schema));
  const latest = useRef(draft);
  const keep = useCallback(
    (next: T | null): void => {
      remember(key, next);
      latest.current = next;
      setDraft(next);
    },
    [key],
  );
  /** Another one is edited now: what was typed for the former can be had back. */
  const begin = useMemo(() => {
    const put = (next: T): void => {
      const before = latest.current;
      keep(next);
      const words = before === null ? null : typedFor(before);
      if (before !== null && words !== null)
        offerUndo(`What you typed for ${words} is put aside`, () => put(before));
    };
    return put;
  }, [keep, typedFor]);
  return { draft, keep, begin };
};

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useRef, useState } from 'react';
import { useForm, type FieldValues, type UseFormReturn } from 'react-hook-form';
import { z } from 'zod';
import type { Fault } from '#shared/contract/errors.ts';
import type { StaleDetails } from '#shared/contract/precondition.ts';
import { isSameJson } from '#shared/domain/field-conflicts.ts';
import { isPassing } from '../link/faults.ts';
import type { EditKind, Written } from '../link/save-entity.ts';
import { announce } from './announcer.ts';
import { useIsLive } from './connection-store.ts';
import { dropDraft, keepDraft, recallDraft } from './draft-memory.ts';
import { newRevision, revisionNow } from './heard-revision.ts';
import { useMirror, useStoreStatus } from './mirror-store.ts';

export interface EntityForm<T extends FieldValues> {
  form: UseFormReturn<T, unknown, T>;
  isDirty: boolean;
  /** `waiting`: the engine or its store is away; it is saved as soon as it is back. */
  saving: 'idle' | 'busy' | 'waiting';
  fault: Fault | null;
  /** Somebody else saved it, or deleted it, since this draft began. */
  changedMeanwhile: boolean;
  /** Both versions, where a save found another one in its place. */
  conflict: StaleDetails | null;
  /** What the draft began from; null for something new. */
  base: T | null;
  /** Checks and writes. True when it is stored. */
  save: () => Promise<boolean>;
  /** Back to what is stored. */
  drop: () => void;
  /** Saves these values over what stands there now. */
  resolve: (values: T) => Promise<boolean>;
  putConflictAside: () => void;
}

export interface EntityFormOptions<T extends FieldValues> {
  kind: EditKind;
  /** Null for something new. */
  name: string | null;
  /** What may be stored. */
  schema: z.ZodType<T>;
  /** What may be typed: the same shape, without its rules. */
  draftSchema: z.ZodType<T>;
  /** As it stands; undefined where it does not. */
  stored: T | undefined;
  /** What a new one begins with. */
  blank: T;
  nameOf: (value: T) => string;
  put: (name: string, value: T, revision: string | null) => Promise<Written<T>>;
  /** Told once it is stored. */
  saved?: (value: T) => void;
}

/** What is typed has the shape of what is stored already: the rules are in the schema. */
const checkedBy = <T>(schema: z.ZodType<T>) =>
  z.custom<T>().transform((value, context): T => {
    const checked = schema.safeParse(value);
    if (checked.success) return checked.data;
    for (const { path, message } of checked.error.issues)
      context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });

interface Start<T> {
  base: T | null;
  revision: string | null;
}

/**
 * The form of one stored thing. Its draft outlives a change of page and a reload; a save goes over the revision that
 * the draft began from and over no other; what can't be saved now is kept, and saved when it can. Give it a `key`
 * of kind and name.
 */
export const useEntityForm = <T extends FieldValues>(
  options: EntityFormOptions<T>,
): EntityForm<T> => {
  const { kind, name, schema, draftSchema, stored, blank, nameOf, put, saved } = options;
  const storedRevision = useMirror(({ revisions }) =>
    name === null ? null : (revisions[`${kind}:${name}`] ?? null),
  );
  const [recalled] = useState(() => recallDraft(kind, name, draftSchema));
  const [start, begin] = useState<Start<T>>(
    () => recalled ?? { base: stored ?? null, revision: storedRevision },
  );
  /** True until the values of a former page are in the form. */
  const [isRestoring, setIsRestoring] = useState(recalled !== null);
  const [saving, setSaving] = useState<EntityForm<T>['saving']>('idle');
  const [fault, setFault] = useState<Fault | null>(null);
  const [conflict, setConflict] = useState<StaleDetails | null>(null);
  const form = useForm<T, unknown, T>({
    values: start.base ?? blank,
    resetOptions: { keepDirtyValues: true },
    resolver: zodResolver(checkedBy(schema)),
    mode: 'onChange',
  });
  const { isDirty } = form.formState;

  // What was typed before a reload stands there again, and counts as typed.
  useEffect(() => {
    if (!recalled) return;
    form.reset(recalled.values, { keepDefaultValues: true });
    queueMicrotask(() => setIsRestoring(false));
  }, [form, recalled]);

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true, isDirty: true },
        callback: ({ values, isDirty: changed }) => {
          if (changed) keepDraft(kind, name, { ...start, values });
        },
      }),
    [form, kind, name, start],
  );

  // Nobody types here: it follows what is stored.
  const isIdle = !isDirty && !isRestoring && saving === 'idle';
  if (isIdle && stored && start.revision !== storedRevision)
    begin({ base: stored, revision: storedRevision });

  const settle = (value: T, revision: string | null): void => {
    dropDraft(kind, name);
    setConflict(null);
    setFault(null);
    begin({ base: value, revision });
    // The options above would keep what was typed.
    form.reset(value, { keepDirtyValues: false });
  };

  const write = async (value: T, revision: string | null): Promise<boolean> => {
    setSaving('busy');
    setFault(null);
    const key = `${kind}:${nameOf(value)}`;
    const before = revisionNow(key);
    const outcome = await put(nameOf(value), value, revision);
    if (outcome.ok) {
      const unchanged = before !== null && isSameJson(outcome.value, stored);
      settle(outcome.value, unchanged ? before : await newRevision(key, before));
      setSaving('idle');
      announce(`saved:${kind}`, `${nameOf(value)} saved`);
      saved?.(outcome.value);
      return true;
    }
    if (outcome.fault === null) {
      setConflict(outcome.stale);
      setSaving('idle');
      return false;
    }
    setFault(outcome.fault);
    setSaving(isPassing(outcome.fault) ? 'waiting' : 'idle');
    return false;
  };

  const save = async (): Promise<boolean> => {
    let done = false;
    await form.handleSubmit(async (value) => {
      done = await write(value, start.revision);
    })();
    return done;
  };

  const isLive = useIsLive();
  const isReady = useStoreStatus()?.state === 'ready';
  const saveAgain = useRef(save);
  useEffect(() => {
    saveAgain.current = save;
  });
  useEffect(() => {
    if (saving === 'waiting' && isLive && isReady) void saveAgain.current();
  }, [saving, isLive, isReady]);

  return {
    form,
    isDirty,
    saving,
    fault,
    changedMeanwhile: name !== null && isDirty && start.revision !== storedRevision,
    conflict,
    base: start.base,
    save,
    drop: () => settle(stored ?? blank, storedRevision),
    resolve: (values) => {
      form.reset(values, { keepDefaultValues: true, keepDirtyValues: false });
      return write(values, conflict?.revision ?? null);
    },
    putConflictAside: () => setConflict(null),
  };
};

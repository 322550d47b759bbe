import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useRef, useState } from 'react';
import { useForm, type FieldValues, type UseFormReturn } from 'react-hook-form';
import { z } from 'zod';
import type { Fault } from '#shared/contract/errors.ts';
import type { StaleDetails } from '#shared/contract/precondition.ts';
import { fieldChanges, isSameJson, mergeFields } from '#shared/domain/field-conflicts.ts';
import { isPassing } from '../link/faults.ts';
import type { EditKind, Written } from '../link/save-entity.ts';
import { announce } from './announcer.ts';
import { useIsLive } from './connection-store.ts';
import { dropDraft, keepDraft, recallDraft } from './draft-memory.ts';
import { newRevision, revisionNow } from './heard-revision.ts';
import { useMirror, useStoreStatus } from './mirror-store.ts';
import { savableRest, type SavableRest } from './savable-rest.ts';
import { useFormHistory, type FormHistory } from './use-form-history.ts';

export interface EntityForm<T extends FieldValues> {
  form: UseFormReturn<T, unknown, T>;
  isDirty: boolean;
  /** `waiting`: the engine or its store is away; it is saved as soon as it is back. */
  saving: 'idle' | 'busy' | 'waiting';
  fault: Fault | null;
  /** Somebody else saved it, or deleted it, since this draft began. */
  changedMeanwhile: boolean;
  /** It was deleted, and nothing of it is typed here: there is nothing to edit. */
  isGone: boolean;
  /** Both versions, where a save found another one in its place. */
  conflict: StaleDetails | null;
  /** What the save that met it would have stored: all that is typed, or what is sound of it. */
  mine: T | null;
  /** What the draft began from; null for something new. */
  base: T | null;
  /** Checks and writes. True when it is stored. */
  save: () => Promise<boolean>;
  /** What can be saved while some fields are wrong. Ask it where there are such. */
  rest: () => SavableRest<T>;
  /** Writes what is sound; what is wrong stays typed, over what was stored. True when it is stored. */
  saveRest: () => Promise<boolean>;
  /** Undo and redo of everything typed here; `scope` is the `data-undo` of the element around the form. */
  history: FormHistory;
  /** Back to what is stored. It can be undone. */
  drop: () => void;
  /** Saves these values over what stands there now. What that save had left out stays typed. */
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

const AGAIN_AFTER_MS = 500;

/** Values as somebody typed them: what they differ from stays what it was. */
const TYPED = { keepDefaultValues: true } as const;

/** A save that came too late: what it met, what it would have stored, and that as it was typed. */
interface TooLate<T> {
  stale: StaleDetails;
  value: T;
  sent: FieldValues;
}

interface Start<T> {
  base: T | null;
  revision: string | null;
  /** Somebody else saved it, and nobody typed here: the form shows it. */
  isFollowed?: boolean;
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
  const [firstValues] = useState(() => start.base ?? blank);
  /** True until the values of a former page are in the form. */
  const [isRestoring, setIsRestoring] = useState(recalled !== null);
  const [saving, setSaving] = useState<EntityForm<T>['saving']>('idle');
  const [fault, setFault] = useState<Fault | null>(null);
  const [conflict, setConflict] = useState<TooLate<T> | null>(null);
  const form = useForm<T, unknown, T>({
    values: firstValues,
    resolver: zodResolver(checkedBy(schema)),
    mode: 'onChange',
  });
  const { isDirty } = form.formState;
  const history = useFormHistory(form);
  const { quietly, forget } = history;

  // What was typed before a reload stands there again, and counts as typed.
  useEffect(() => {
    if (!recalled) return;
    form.reset(recalled.values, TYPED);
    forget();
    // What was wrong with it is said again; of something new each field says so once it is typed.
    if (recalled.base !== null) void form.trigger();
    queueMicrotask(() => setIsRestoring(false));
  }, [form, recalled, forget]);

  useEffect(() => {
    if (!start.isFollowed || !start.base) return;
    form.reset(start.base);
    forget();
  }, [form, start, forget]);

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true, isDirty: true },
        callback: ({ values, isDirty: changed }) => {
          if (changed)
            keepDraft(kind, name, { base: start.base, revision: start.revision, values });
          else if (!isRestoring) dropDraft(kind, name);
        },
      }),
    [form, kind, name, start, isRestoring],
  );

  // Nobody types here: it follows what is stored.
  const isIdle = !isDirty && !isRestoring && saving === 'idle';
  if (isIdle && stored && start.revision !== storedRevision)
    begin({ base: stored, revision: storedRevision, isFollowed: true });

  /** That is stored now, and the form holds it. */
  const settle = (value: T, revision: string | null): void => {
    setConflict(null);
    setFault(null);
    begin({ base: value, revision });
    form.reset(value);
    dropDraft(kind, name);
  };

  /** This value, with what was left out of `sent`, or typed since; null where there is nothing of that. */
  const withUnsent = (sent: FieldValues, value: T): T | null => {
    const changes = fieldChanges(sent, value, form.getValues());
    if (changes.every(({ by }) => by === 'theirs')) return null;
    const merged = mergeFields(value, changes, ({ by }) =>
      by === 'theirs' ? 'theirs' : 'mine',
    );
    return draftSchema.safeParse(merged).data ?? null;
  };

  /** `sent` is stored. What was left out of it, or typed while it was on its way, stays typed. */
  const land = (sent: FieldValues, value: T, revision: string | null): void => {
    const typed = withUnsent(sent, value);
    quietly(() => {
      settle(value, revision);
      if (typed === null) return;
      form.reset(typed, TYPED);
      // What is wrong with the rest is still wrong.
      void form.trigger();
      dropDraft(kind, name);
      keepDraft(kind, nameOf(value), { base: value, revision, values: typed });
    });
  };

  const storedNow = useRef(stored);
  useEffect(() => {
    storedNow.current = stored;
  });
  /** It was sent, and the store went away before it answered: it may stand there all the same. */
  const unsure = useRef<T | null>(null);

  const write = async (
    value: T,
    sent: FieldValues,
    revision: string | null,
  ): Promise<boolean> => {
    setSaving('busy');
    setFault(null);
    const key = `${kind}:${nameOf(value)}`;
    const before = revisionNow(key);
    const outcome = await put(nameOf(value), value, revision);
    if (outcome.ok) {
      unsure.current = null;
      const unchanged = before !== null && isSameJson(outcome.value, stored);
      land(sent, outcome.value, unchanged ? before : await newRevision(key, before));
      setSaving('idle');
      announce(`saved:${kind}`, `${nameOf(value)} saved`);
      saved?.(outcome.value);
      return true;
    }
    if (outcome.fault === null) {
      const sentBefore = unsure.current;
      unsure.current = null;
      if (sentBefore && outcome.stale.theirs !== null) {
        await newRevision(key, before);
        const now = storedNow.current;
        // What stands there is this draft, as it was then.
        if (now && isSameJson(now, sentBefore))
          return write(value, sent, outcome.stale.revision);
      }
      setConflict({ stale: outcome.stale, value, sent });
      setSaving('idle');
      return false;
    }
    const passes = isPassing(outcome.fault);
    if (passes) unsure.current = value;
    setFault(outcome.fault);
    setSaving(passes ? 'waiting' : 'idle');
    return false;
  };

  /** How it is saved again by itself. */
  const isOnlyRest = useRef(false);
  const save = async (): Promise<boolean> => {
    isOnlyRest.current = false;
    let done = false;
    await form.handleSubmit(async (value) => {
      done = await write(value, structuredClone(form.getValues()), start.revision);
    })();
    return done;
  };

  const rest = (): SavableRest<T> => savableRest(start.base, form.getValues(), schema);
  const saveRest = async (): Promise<boolean> => {
    isOnlyRest.current = true;
    const found = rest();
    return found.ok && write(found.value, structuredClone(found.typed), start.revision);
  };

  const isLive = useIsLive();
  const isReady = useStoreStatus()?.state === 'ready';
  const saveAgain = useRef(save);
  useEffect(() => {
    saveAgain.current = () => (isOnlyRest.current ? saveRest() : save());
  });
  useEffect(() => {
    if (saving !== 'waiting' || !isLive || !isReady) return;
    // This page may not have heard yet that the store is away.
    const timer = setTimeout(() => {
      setSaving('idle');
      void saveAgain.current();
    }, AGAIN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [saving, isLive, isReady]);

  return {
    form,
    isDirty,
    saving,
    fault,
    changedMeanwhile: name !== null && isDirty && start.revision !== storedRevision,
    isGone: name !== null && stored === undefined && isIdle && conflict === null,
    conflict: conflict?.stale ?? null,
    mine: conflict?.value ?? null,
    base: start.base,
    save,
    rest,
    saveRest,
    history,
    drop: () => settle(stored ?? blank, storedRevision),
    resolve: (values) => {
      form.reset((conflict && withUnsent(conflict.sent, values)) ?? values, TYPED);
      return write(values, values, conflict?.stale.revision ?? null);
    },
    putConflictAside: () => setConflict(null),
  };
};

import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { announce } from './announcer.ts';
import {
  firstStep,
  restated,
  stepBack,
  stepForth,
  stepped,
  type FormSteps,
} from './form-history.ts';

export interface FormHistory {
  canUndo: boolean;
  canRedo: boolean;
  undo: () => void;
  redo: () => void;
  /** The `data-undo` of the element around the form: Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y in it are the form's. */
  scope: string;
}

interface OwnHistory extends FormHistory {
  /** Does what is no step of a person: a save that comes back. */
  quietly: (change: () => void) => void;
  /** What the form holds now is what it begins with. */
  forget: () => void;
}

/** What types by itself: a search, a dialog, a sample. Its undo is the browser's. */
const OWN_UNDO = 'dialog, [role="dialog"], [data-own-undo]';
const NO_TYPING = /^(?:checkbox|radio|button|submit|file)$/;

/** The field that is typed in, or whose colour is dragged; null for whatever changes in one go. */
const typedIn = (): Element | null => {
  const at = document.activeElement;
  if (at instanceof HTMLTextAreaElement) return at;
  if (!(at instanceof HTMLInputElement) || NO_TYPING.test(at.type)) return null;
  return at.role === 'combobox' ? null : at;
};

/** Which way a key leads; null for no other step. */
const wayOf = (event: KeyboardEvent): 'undo' | 'redo' | null => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : null;
};

/** Undo and redo of everything in a form: typed text by field, all else change by change. Bounded. */
export const useFormHistory = <T extends FieldValues>(
  form: UseFormReturn<T, unknown, T>,
): OwnHistory => {
  const steps = useRef<FormSteps<T> | null>(null);
  /** The steps as they are shown. */
  const [can, setCan] = useState({ undo: false, redo: false });
  const scope = useId();
  const isWaiting = useRef(false);

  const own = useMemo(() => {
    const now = (): FormSteps<T> => (steps.current ??= firstStep(form.getValues()));
    const put = (next: FormSteps<T>): void => {
      steps.current = next;
      const [undo, redo] = [next.past.length > 0, next.future.length > 0];
      setCan((shown) => (shown.undo === undo && shown.redo === redo ? shown : { undo, redo }));
    };
    const note = (): void => {
      isWaiting.current = false;
      put(stepped(now(), form.getValues(), typedIn()));
    };
    const go = (way: 'undo' | 'redo'): void => {
      if (isWaiting.current) note();
      const before = now();
      const next = way === 'undo' ? stepBack(before) : stepForth(before);
      if (next.present === before.present) return;
      put(next);
      form.reset(next.present, { keepDefaultValues: true, keepDirtyValues: false });
      announce('history', way === 'undo' ? 'Undone' : 'Done again');
    };
    return {
      go,
      /** Several changes within one turn, such as guard and mode, are one step. */
      changed: (): void => {
        if (isWaiting.current) return;
        isWaiting.current = true;
        queueMicrotask(() => {
          if (isWaiting.current) note();
        });
      },
      typingEnded: (): void => {
        if (isWaiting.current) note();
        if (steps.current) steps.current = { ...steps.current, group: null };
      },
      quietly: (change: () => void): void => {
        if (isWaiting.current) note();
        const before = now();
        change();
        isWaiting.current = false;
        put(restated(before, form.getValues()));
      },
      forget: (): void => {
        isWaiting.current = false;
        put(firstStep(structuredClone(form.getValues())));
      },
    };
  }, [form]);

  useEffect(() => {
    own.forget();
    return form.subscribe({ formState: { values: true }, callback: own.changed });
  }, [form, own]);

  useEffect(() => {
    /** What is typed in the form, or at nothing: what was pressed is gone after a deletion. */
    const isOurs = ({ target }: Event): boolean =>
      target === document.body ||
      (target instanceof Element &&
        target.closest(OWN_UNDO) === null &&
        target.closest('[data-undo]')?.getAttribute('data-undo') === scope);
    const onKey = (event: KeyboardEvent): void => {
      const way = wayOf(event);
      if (way === null || event.defaultPrevented || !isOurs(event)) return;
      event.preventDefault();
      own.go(way);
    };
    /** By the menu of the field or of the window. */
    const onInput = (event: InputEvent): void => {
      const way = { historyUndo: 'undo', historyRedo: 'redo' } as const;
      if (!(event.inputType in way) || !isOurs(event)) return;
      event.preventDefault();
      own.go(event.inputType === 'historyUndo' ? 'undo' : 'redo');
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('beforeinput', onInput);
    document.addEventListener('focusout', own.typingEnded);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('beforeinput', onInput);
      document.removeEventListener('focusout', own.typingEnded);
    };
  }, [own, scope]);

  return useMemo(
    () => ({
      canUndo: can.undo,
      canRedo: can.redo,
      undo: () => own.go('undo'),
      redo: () => own.go('redo'),
      scope,
      quietly: own.quietly,
      forget: own.forget,
    }),
    [can, own, scope],
  );
};

import { useEffect, useRef, useState } from 'react';
import {
  MappingTextSchema,
  type MappingFault,
  type MappingText,
} from '#shared/contract/osc-bridge.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { keepMapping, recallMapping, type MappingDraft } from './mapping-draft.ts';

/** So long after the last key a text is checked. */
const CHECK_AFTER_MS = 250;

const askText = (client_id: string): Promise<MappingText> =>
  ask((client, options) => client.hardware.mapping({ params: { client_id } }, options));

const askFaults = async (client_id: string, text: string): Promise<MappingFault[]> => {
  const { faults } = await ask((client, options) =>
    client.hardware.checkMapping({ params: { client_id }, body: { text } }, options),
  );
  return faults;
};

interface MappingEdit {
  /** As it stands on the disk; null until it is known. */
  stored: MappingText | null;
  /** What is typed; null where nothing is. */
  draft: MappingDraft | null;
  /** What is wrong in what is shown. */
  faults: readonly MappingFault[];
  fault: Fault | null;
  isBusy: boolean;
  /** The file is another one than the one that the draft was made from. */
  hasChanged: boolean;
  type: (text: string) => void;
  drop: () => void;
  /** Goes on with the draft over what stands on the disk now. */
  keep: () => void;
  /** Writes the draft, where the file is still the one that it was made from. */
  save: () => Promise<void>;
}

/** The text of a bridge's mapping file, to be looked at and changed. `stamp`: of the one that the engine read last. */
export const useMappingText = (clientId: string, stamp: string, state: string): MappingEdit => {
  const isLive = useIsLive();
  const [stored, setStored] = useState<MappingText | null>(null);
  const [draft, setDraft] = useState(() => recallMapping(clientId));
  const [checked, setChecked] = useState<{ text: string; faults: MappingFault[] } | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const newest = useRef(0);

  useEffect(() => {
    if (!isLive) return;
    newest.current += 1;
    const turn = newest.current;
    const read = async (): Promise<void> => {
      try {
        const text = await askText(clientId);
        if (turn !== newest.current) return;
        setStored(text);
        setFault(null);
      } catch (error) {
        if (turn === newest.current) setFault(faultOf(error));
      }
    };
    void read();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- whenever the engine read another text, it is another one here
  }, [clientId, isLive, stamp, state]);

  const typed = draft?.text;
  useEffect(() => {
    if (typed === undefined || !isLive) return;
    let over = false;
    const check = async (): Promise<void> => {
      // Where it can't be asked, saving says what is wrong.
      const faults = await askFaults(clientId, typed).catch(() => null);
      if (!over && faults) setChecked({ text: typed, faults });
    };
    const timer = setTimeout(() => void check(), CHECK_AFTER_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [clientId, isLive, typed]);

  const put = (next: MappingDraft | null): void => {
    setDraft(next);
    keepMapping(clientId, next);
  };

  const save = async (): Promise<void> => {
    if (!draft || !stored || isBusy) return;
    const { text } = draft;
    setIsBusy(true);
    setFault(null);
    try {
      const faults = await askFaults(clientId, text);
      setChecked({ text, faults });
      const [first] = faults;
      if (first) {
        announce('mapping', `Not saved. Line ${first.line}: ${first.message}`);
        return;
      }
      const body = { text, stamp: draft.stamp };
      const saved = await ask((client, options) =>
        client.hardware.saveMapping({ params: { client_id: clientId }, body }, options),
      );
      newest.current += 1;
      setStored(saved);
      // What was typed while it was on its way stays typed.
      setDraft((now) => {
        const next = now && now.text !== text ? { text: now.text, stamp: saved.stamp } : null;
        keepMapping(clientId, next);
        return next;
      });
      announce('mapping', 'Mapping saved');
    } catch (error) {
      const told = faultOf(error);
      const now = MappingTextSchema.safeParse(told.details['now']);
      if (now.success) setStored(now.data);
      setFault(told);
    } finally {
      setIsBusy(false);
    }
  };

  const isChecked = draft !== null && checked?.text === draft.text;
  return {
    stored,
    draft,
    faults: draft ? (isChecked ? checked.faults : []) : (stored?.faults ?? []),
    fault,
    isBusy,
    hasChanged: draft !== null && stored !== null && draft.stamp !== stored.stamp,
    type: (text) => {
      if (!stored) return;
      // Typed back to what is stored, there is nothing to save.
      if (text === stored.text) put(null);
      else put({ text, stamp: draft?.stamp ?? stored.stamp });
    },
    drop: () => {
      setFault(null);
      put(null);
    },
    keep: () => {
      setFault(null);
      if (draft && stored) put({ text: draft.text, stamp: stored.stamp });
    },
    save,
  };
};

import { create } from 'zustand';
import type { Fault } from '#shared/contract/errors.ts';
import type { PanicReport } from '#shared/contract/panic.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';

type Asked = 'engage' | 'lift';

interface PanicAsking {
  /** What was asked and is not answered yet. */
  asked: Asked | null;
  /** The last one that did not get through. */
  failed: { what: Asked; fault: Fault } | null;
}

/** What this page asks of the panic switch. Whether it is engaged, the mirror says. */
export const usePanicAsking = create<PanicAsking>(() => ({ asked: null, failed: null }));

/** A panic is answered at once or something is badly wrong, and that is said soon. */
const ANSWER_WITHIN_MS = 5000;

const told = (what: Asked, report: PanicReport | null): string => {
  if (what === 'lift') return 'The panic is lifted. Nothing starts by itself.';
  const soon = report ? ` in ${Math.ceil(report.took_ms)} milliseconds` : '';
  return `Panic. Everything is stopped${soon}. Only the operator can fire.`;
};

const put = async (what: Asked): Promise<void> => {
  usePanicAsking.setState({ asked: what, failed: null });
  try {
    const { report } = await ask(
      (client, options) => client.panic[what](undefined, options),
      ANSWER_WITHIN_MS,
    );
    usePanicAsking.setState({ asked: null });
    announce('panic', told(what, report));
  } catch (error) {
    usePanicAsking.setState({ asked: null, failed: { what, fault: faultOf(error) } });
  }
};

/** Stops everything. Asking again while it is engaged stops what the operator has begun since. */
export const engagePanic = (): void => void put('engage');
export const liftPanic = (): void => void put('lift');
export const dismissPanicFault = (): void => usePanicAsking.setState({ failed: null });

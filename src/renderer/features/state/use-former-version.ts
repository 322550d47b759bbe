import { useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { StateSnapshot } from '#shared/contract/master-state.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';

/** A former version that is looked at; of several that were asked for, the last. */
export const useFormerVersion = (session: string) => {
  const [former, setFormer] = useState<StateSnapshot | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const asked = useRef(0);
  const show = async (version: number): Promise<void> => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const found = await ask((client, options) =>
        client.master.version({ params: { session, version } }, options),
      );
      if (asked.current !== mine) return;
      setFormer(found);
      setFault(null);
    } catch (error) {
      if (asked.current === mine) setFault(faultOf(error));
    }
  };
  const leave = (): void => {
    asked.current += 1;
    setFormer(null);
  };
  return { former, fault, show: (version: number) => void show(version), leave };
};

import { useEffect, useRef, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { FindEvent, Found, Networks } from '#shared/contract/find.ts';
import { ask, engine } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { useConnection } from '../../state/connection-store.ts';

export interface Finding {
  /** Null until they are here. */
  networks: Networks | null;
  fault: Fault | null;
  /** Null while nothing was looked for. */
  progress: { asked: number; total: number } | null;
  state: 'before' | 'looking' | 'cancelled' | 'done' | 'late';
  found: Found[];
  look: (networks: readonly string[]) => void;
  cancel: () => void;
}

const endWords = (count: number): string =>
  count === 0 ? 'nothing was found' : count === 1 ? '1 was found' : `${count} were found`;

/** Looks for devices when it is told to, until all was asked, or this is closed. */
export const useFind = (): Finding => {
  const [networks, setNetworks] = useState<Networks | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [state, setState] = useState<Finding['state']>('before');
  const [progress, setProgress] = useState<Finding['progress']>(null);
  const [found, setFound] = useState<Found[]>([]);
  const leave = useRef<() => void>(() => undefined);

  useEffect(() => {
    let isGone = false;
    const read = async (): Promise<void> => {
      try {
        const list = await ask((client, options) => client.networks.list(undefined, options));
        if (!isGone) setNetworks(list);
      } catch (error) {
        if (!isGone) setFault(faultOf(error));
      }
    };
    void read();
    return () => {
      isGone = true;
      leave.current();
    };
  }, []);

  const take = (event: FindEvent, count: number): void => {
    if (event.type === 'found') {
      setFound((before) => [...before, event.found]);
      announce('find', `${event.found.what} at ${event.found.host}`);
      return;
    }
    setProgress({ asked: event.asked, total: event.total });
    if (event.type === 'asked') return;
    setState(event.is_whole ? 'done' : 'late');
    announce('find', endWords(count));
  };

  const follow = async (ids: readonly string[], isOver: () => boolean): Promise<void> => {
    let count = 0;
    const events = await engine.client.find({ networks: [...ids] });
    const stop = (): void => {
      // A connection that is gone took the stream with it.
      if (useConnection.getState().phase === 'live') events.return?.().catch(() => undefined);
    };
    if (isOver()) return stop();
    const before = leave.current;
    leave.current = () => {
      before();
      stop();
    };
    for await (const event of events) {
      if (isOver()) return;
      if (event.type === 'found') count += 1;
      take(event, count);
    }
  };

  const look = (ids: readonly string[]): void => {
    leave.current();
    let over = false;
    leave.current = () => {
      over = true;
    };
    setFault(null);
    setFound([]);
    setProgress({ asked: 0, total: 0 });
    setState('looking');
    follow(ids, () => over).catch((error: unknown) => {
      if (over) return;
      setFault(faultOf(error));
      setState('cancelled');
    });
  };

  return {
    networks,
    fault,
    progress,
    state,
    found,
    look,
    cancel() {
      leave.current();
      setState('cancelled');
      announce('find', 'cancelled');
    },
  };
};

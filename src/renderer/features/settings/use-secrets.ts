import { useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { SecretEntry } from '#shared/contract/secrets.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';

interface SecretsView {
  /** Null until the first answer. */
  entries: SecretEntry[] | null;
  fault: Fault | null;
}

const look = async (): Promise<Partial<SecretsView>> => {
  try {
    const entries = await ask((client, options) => client.secrets.list(undefined, options));
    return { entries, fault: null };
  } catch (error) {
    return { fault: faultOf(error) };
  }
};

/** The secrets by name, never with a value. They are asked for anew after each change made here. */
export const useSecrets = () => {
  const isLive = useIsLive();
  const [view, setView] = useState<SecretsView>({ entries: null, fault: null });

  useEffect(() => {
    if (isLive) void look().then((news) => setView((last) => ({ ...last, ...news })));
  }, [isLive]);

  const reload = async (): Promise<void> => {
    const news = await look();
    setView((last) => ({ ...last, ...news }));
  };

  return { ...view, reload };
};

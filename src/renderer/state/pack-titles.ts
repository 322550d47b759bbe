import { useEffect } from 'react';
import { create } from 'zustand';
import { ask } from '../link/engine.ts';
import { useIsLive } from './connection-store.ts';

/** The title of its pack, by the name of a protocol. Null until the engine has said. */
const usePacks = create<{ titles: ReadonlyMap<string, string> | null }>(() => ({
  titles: null,
}));

const load = async (): Promise<void> => {
  try {
    const packs = await ask((client, options) => client.packs.list(undefined, options));
    const titles = packs.flatMap(({ title, protocols }) =>
      protocols.map(({ offered }) => [offered.protocol_name, title] as const),
    );
    usePacks.setState({ titles: new Map(titles) });
  } catch {
    // Without it they stand in one group; the next page that shows them asks again.
  }
};

const NONE: ReadonlyMap<string, string> = new Map();

/** Which pack a protocol came with, by its name. Empty until the engine has said. */
export const usePackTitles = (): ReadonlyMap<string, string> => {
  const isLive = useIsLive();
  useEffect(() => {
    if (isLive && usePacks.getState().titles === null) void load();
  }, [isLive]);
  return usePacks(({ titles }) => titles) ?? NONE;
};

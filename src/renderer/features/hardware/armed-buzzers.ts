import { z } from 'zod';
import { create } from 'zustand';
import type {
  BuzzerButton,
  HardwareClient,
  HardwareListing,
} from '#shared/contract/hardware-clients.ts';
import { recall, remember } from '../../state/remembered.ts';

const KEPT = 'armed-buzzers';
const KeptSchema = z.array(z.string().max(128)).max(100);

const kept = (): readonly string[] => recall(KEPT, KeptSchema) ?? [];

interface Watch {
  /** Clients whose keys and gamepads press on every page, as this browser keeps it. */
  armed: readonly string[];
  /** The client whose buzzers are on screen: its keys press too. */
  shown: string | null;
  /** A key or a button is being assigned: nothing is pressed. */
  isAssigning: boolean;
}

export const useBuzzerWatch = create<Watch>(() => ({
  armed: kept(),
  shown: null,
  isAssigning: false,
}));

export const setArmed = (clientId: string, isArmed: boolean): void => {
  const others = useBuzzerWatch.getState().armed.filter((id) => id !== clientId);
  const armed = isArmed ? [...others, clientId] : others;
  useBuzzerWatch.setState({ armed });
  remember(KEPT, armed.length === 0 ? null : armed);
};

export const disarmAll = (): void => {
  useBuzzerWatch.setState({ armed: [] });
  remember(KEPT, null);
};

const onStorage = ({ key }: StorageEvent): void => {
  if (key === null || key === `mcr.${KEPT}`) useBuzzerWatch.setState({ armed: kept() });
};

/** Another tab of this browser armed or disarmed. Gives what ends the following. */
export const followOtherTabs = (): (() => void) => {
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
};

export interface WatchedClient {
  clientId: string;
  buzzers: readonly BuzzerButton[];
}

type Stored = Readonly<Record<string, HardwareClient>>;
type Listings = Readonly<Record<string, HardwareListing>>;

/** The buzzers of those of these clients that this control room runs. */
export const buzzersOf = (
  ids: readonly (string | null)[],
  stored: Stored,
  listings: Listings,
): WatchedClient[] =>
  [...new Set(ids)].flatMap((clientId) => {
    const client = clientId === null ? undefined : stored[clientId];
    if (clientId === null || client?.kind !== 'buzzer') return [];
    const listing = listings[clientId];
    return !listing || listing.elsewhere ? [] : [{ clientId, buzzers: client.buzzers }];
  });

/** Those that something besides the page can press. */
export const hasInputs = ({ buzzers }: { buzzers: readonly BuzzerButton[] }): boolean =>
  buzzers.some(({ key, gamepad }) => key || gamepad);

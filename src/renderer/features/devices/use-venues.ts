import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Retargeted, Venue, VenueTargets } from '#shared/contract/venue.ts';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { useVenues as useStoredVenues } from '../../state/mirror-store.ts';
import { announce } from '../../state/announcer.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';

const counted = ({ devices, bridge, hardware }: Retargeted): string =>
  [
    devices.length > 0
      ? `${devices.length} ${devices.length === 1 ? 'device' : 'devices'}`
      : null,
    hardware.length > 0
      ? `${hardware.length} hardware ${hardware.length === 1 ? 'client' : 'clients'}`
      : null,
    bridge ? 'the bridge' : null,
  ]
    .filter((part) => part !== null)
    .join(' and ') || 'nothing';

const goBack = async (before: VenueTargets): Promise<void> => {
  try {
    await ask((client, options) => client.venues.retarget(before, options));
    announce('venue', 'Everything is back where it was');
  } catch (error) {
    say(`It is not back: ${faultOf(error).message}`);
  }
};

const put = (venue: Venue): Promise<unknown> =>
  ask((client, options) =>
    client.venues.put({ params: { name: venue.venue_name }, body: venue }, options),
  );

export interface Venues {
  all: Venue[];
  fault: Fault | null;
  isBusy: boolean;
  save: (venue: Venue) => Promise<void>;
  remove: (venue: Venue) => Promise<void>;
  /** True when the show went there. */
  apply: (name: string) => Promise<boolean>;
}

/** The stored places, as every window shows them. */
export const useVenues = (): Venues => {
  const venues = useStoredVenues();
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    setIsBusy(true);
    setFault(null);
    try {
      await work();
      return true;
    } catch (error) {
      setFault(faultOf(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  };

  return {
    all: Object.values(venues).toSorted((a, b) => (a.venue_name < b.venue_name ? -1 : 1)),
    fault,
    isBusy,
    async save(venue) {
      const done = await attempt(async () => {
        await put(venue);
      });
      if (done) announce('venue', `${venue.venue_name} saved`);
    },
    async remove(venue) {
      const name = venue.venue_name;
      const done = await attempt(async () => {
        await ask((client, options) => client.venues.delete({ params: { name } }, options));
      });
      if (done)
        offerUndo(`Venue ${name} deleted`, () => {
          void attempt(async () => {
            await put(venue);
          });
        });
    },
    apply: (name) =>
      attempt(async () => {
        const went = await ask((client, options) =>
          client.venues.apply({ params: { name } }, options),
        );
        const words = `${name}: ${counted(went)} retargeted`;
        announce('venue', words);
        offerUndo(words, () => void goBack(went.before));
      }),
  };
};

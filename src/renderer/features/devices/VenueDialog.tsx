import { useId, useState } from 'react';
import type { BridgeConfig } from '#shared/contract/config.ts';
import { NameSchema } from '#shared/contract/names.ts';
import { targetsNow, venueDifference } from '#shared/domain/venue-difference.ts';
import { hintOf } from '../../link/faults.ts';
import { useDevices, useHardwareClients } from '../../state/mirror-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { ChoiceField } from './ChoiceField.tsx';
import { FieldNote } from '../../ui/TextField.tsx';
import { useVenues, type Venues } from './use-venues.ts';
import { VenuePreview } from './VenuePreview.tsx';

interface VenueDialogProps {
  config: BridgeConfig;
  onClose: () => void;
}

interface SaveNowProps {
  venues: Venues;
  save: (name: string) => Promise<void>;
}

const SaveNow = ({ venues, save }: SaveNowProps) => {
  const id = useId();
  const [name, setName] = useState('');
  const checked = NameSchema.safeParse(name.trim());
  const isKnown = venues.all.some(({ venue_name }) => venue_name === name.trim());
  const problem =
    name.trim() === '' || checked.success ? undefined : checked.error.issues[0]?.message;
  return (
    <form
      className="d-save-venue"
      onSubmit={(event) => {
        event.preventDefault();
        if (checked.success) void save(checked.data);
      }}
    >
      <div className="f">
        <label htmlFor={id}>Save the addresses of now as</label>
        <input
          id={id}
          className="in fig"
          placeholder="studio_b"
          value={name}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => setName(event.target.value)}
        />
        <FieldNote
          id={`${id}-note`}
          problems={problem}
          help={isKnown ? 'Replaces the profile of that name.' : undefined}
        />
      </div>
      <button type="submit" className="btn" disabled={!checked.success || venues.isBusy}>
        {isKnown ? 'Replace' : 'Save profile'}
      </button>
    </form>
  );
};

/** Places with their addresses: what another one would change, and the step there. */
export const VenueDialog = ({ config, onClose }: VenueDialogProps) => {
  const devices = useDevices();
  const clients = useHardwareClients();
  const venues = useVenues();
  const [picked, setPicked] = useState('');
  const now = targetsNow(Object.values(devices), config, Object.values(clients));
  const { all } = venues;
  const venue = all.find(({ venue_name }) => venue_name === picked) ?? all[0];
  const difference = venue && venueDifference(now, venue);
  const count = difference
    ? difference.devices.length + difference.bridge.length + difference.hardware.length
    : 0;
  const go = async (): Promise<void> => {
    if (venue && (await venues.apply(venue.venue_name))) onClose();
  };
  return (
    <Dialog title="Venues" onClose={onClose}>
      <p className="help">
        A venue holds the address of every device, of the hardware clients’ backends and of the
        show’s Companion. Going there changes all of them in one step, and can be undone.
      </p>
      {venues.fault && <FaultNote message={venues.fault.message} hint={hintOf(venues.fault)} />}
      {venue ? (
        <>
          <ChoiceField
            label="Venue"
            value={venue.venue_name}
            options={all.map(({ venue_name }) => [venue_name, venue_name] as const)}
            onChange={setPicked}
          />
          <VenuePreview now={now} venue={venue} />
          <div className="d-do">
            <button
              type="button"
              className="btn"
              data-kind="primary"
              disabled={count === 0 || venues.isBusy}
              onClick={() => void go()}
            >
              Go to {venue.venue_name}
            </button>
            <button
              type="button"
              className="btn"
              disabled={venues.isBusy}
              onClick={() => void venues.remove(venue)}
            >
              Delete this profile
            </button>
          </div>
        </>
      ) : (
        <p>No profile is stored yet.</p>
      )}
      <SaveNow
        key={venue?.venue_name ?? ''}
        venues={venues}
        save={async (name) => {
          await venues.save({ venue_name: name, ...now });
          setPicked(name);
        }}
      />
    </Dialog>
  );
};

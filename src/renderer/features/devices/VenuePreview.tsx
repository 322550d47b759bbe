import type { Venue, VenueTargets } from '#shared/contract/venue.ts';
import { venueDifference, type TargetChange } from '#shared/domain/venue-difference.ts';

const BRIDGE_WORDS: Record<string, string> = {
  protocol: 'Companion, protocol',
  host: 'Companion, host',
  port: 'Companion, HTTP port',
  osc_port: 'Companion, OSC port',
  tcp_port: 'Companion, TCP port',
  udp_port: 'Companion, UDP port',
};

const Change = ({ change, name }: { change: TargetChange; name: string }) => (
  <tr>
    <th scope="row">{name}</th>
    <td className="fig">{change.from ?? 'the show’s Companion'}</td>
    <td className="fig d-to">{change.to ?? 'the show’s Companion'}</td>
  </tr>
);

/** What going to a venue would change, before it does. */
export const VenuePreview = ({ now, venue }: { now: VenueTargets; venue: Venue }) => {
  const { devices, bridge, hardware, missing, untold } = venueDifference(now, venue);
  const isSame = [devices, bridge, hardware].every(({ length }) => length === 0);
  return (
    <>
      {isSame ? (
        <p className="help">Everything is there already: nothing would change.</p>
      ) : (
        <table className="d-difference" aria-label={`What ${venue.venue_name} changes`}>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Now</th>
              <th scope="col">There</th>
            </tr>
          </thead>
          <tbody>
            {bridge.map((change) => (
              <Change
                key={change.what}
                change={change}
                name={BRIDGE_WORDS[change.what] ?? change.what}
              />
            ))}
            {devices.map((change) => (
              <Change key={change.what} change={change} name={change.what} />
            ))}
            {hardware.map((change) => (
              <Change
                key={change.what}
                change={change}
                name={`Hardware client ${change.what}`}
              />
            ))}
          </tbody>
        </table>
      )}
      {missing.length > 0 && (
        <p className="c-amber">Not in this catalogue, left out: {missing.join(', ')}.</p>
      )}
      {untold.length > 0 && <p className="help">Stay where they are: {untold.join(', ')}.</p>}
    </>
  );
};

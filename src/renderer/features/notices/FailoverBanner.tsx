import { navigate } from 'wouter/use-hash-location';
import { useFailovers } from '../../state/failovers.ts';
import { Banner } from '../../ui/Banner.tsx';

/** Says for as long as it lasts that commands go to a stand-in, because the first in line is away. */
export const FailoverBanner = () => {
  const failovers = useFailovers();
  const [first, ...others] = failovers;
  if (!first) return null;
  const headline =
    others.length === 0
      ? `${first.away} is away: ${first.takes} takes its commands.`
      : `${failovers.length} stand-ins have taken over.`;
  return (
    <Banner
      headline={headline}
      action={
        <button
          type="button"
          className="btn"
          onClick={() => navigate(`/devices/${first.away}`)}
        >
          Show {first.away}
        </button>
      }
    >
      {others.length === 0
        ? `${first.why ?? ''} It gets them again once it answers.`
        : failovers.map(({ lead, away, takes }) => `${lead}: ${away} → ${takes}`).join(', ')}
    </Banner>
  );
};

import { RotateCcw } from 'lucide-react';
import { engine } from '../../link/engine.ts';
import { useConnection } from '../../state/connection-store.ts';
import { duration } from '../../state/local-time.ts';
import { Banner } from '../../ui/Banner.tsx';
import { useNow } from '../../ui/use-now.ts';

/** A glitch shorter than this is not worth a banner. */
const NOTICED_AFTER_MS = 400;

const Lost = ({ lostAt, retryAt }: { lostAt: number; retryAt: number | null }) => {
  const now = useNow();
  const wait = retryAt === null ? 0 : Math.max(1, Math.floor((retryAt - now) / 1000));
  if (now - lostAt < NOTICED_AFTER_MS) return null;
  return (
    <Banner
      headline={`Connection lost ${duration(now - lostAt)} ago.`}
      action={
        <button type="button" className="btn" onClick={() => engine.retryNow()}>
          <RotateCcw className="i i-14" aria-hidden />
          Try now
        </button>
      }
    >
      {wait > 0 ? `Trying again in ${wait} s. ` : 'Trying again now. '}
      Until then a press is refused and nothing is kept for later; what you see may be out of
      date.
    </Banner>
  );
};

/** Says that the engine can't be reached, for as long as it can't. */
export const ConnectionBanner = () => {
  const { phase, lostAt, retryAt } = useConnection();
  if (phase !== 'lost' || lostAt === null) return null;
  return <Lost lostAt={lostAt} retryAt={retryAt} />;
};

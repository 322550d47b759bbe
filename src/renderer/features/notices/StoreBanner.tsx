import type { StoreStatus } from '#shared/contract/telemetry.ts';
import { duration, momentOf, timeOf } from '../../state/local-time.ts';
import { useStoreStatus } from '../../state/mirror-store.ts';
import { Banner } from '../../ui/Banner.tsx';
import { useNow } from '../../ui/use-now.ts';

const waits = (waiting: number): string =>
  waiting === 1 ? '; 1 entry waits to be written' : `; ${waiting} entries wait to be written`;

const Away = ({ since, waiting }: StoreStatus) => {
  const now = useNow();
  const moment = momentOf(since);
  const how = moment === null ? '' : ` for ${duration(now - moment)}`;
  return (
    <Banner headline={`Redis is away${how}.`}>
      Keys still fire with the catalogue of <span className="fig">{timeOf(since).seconds}</span>
      {waiting > 0 && waits(waiting)}.
    </Banner>
  );
};

/** Says that Redis can't be used, what works without it, and how to get it back. */
export const StoreBanner = () => {
  const status = useStoreStatus();
  if (status?.state === 'away') return <Away {...status} />;
  if (status?.state === 'missing')
    return <Banner headline="There is no Redis.">{status.message}</Banner>;
  return null;
};

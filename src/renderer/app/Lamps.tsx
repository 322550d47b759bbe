import type { DeviceHealth, StoreStatus } from '#shared/contract/telemetry.ts';
import { latency } from '../state/figures.ts';
import { timeOf } from '../state/local-time.ts';
import { useHealth, useStoreStatus } from '../state/mirror-store.ts';
import { useIsLive } from '../state/connection-store.ts';
import { useSurfaceDeviceId } from '../state/surface.ts';

interface LampProps {
  name: string;
  dot: 'answering' | 'sending' | 'attention' | 'down' | 'off';
  words: string;
  /** Left out where there is little room. */
  before?: string;
  why?: string | null;
}

const Lamp = ({ name, dot, words, before, why }: LampProps) => (
  <div className="lamp" title={why ?? undefined}>
    <span className="dot" data-state={dot} />
    <span className="txt">
      <span>{name}</span>
      <span className="cut">
        {before && <span className="more">{before}</span>}
        {words}
      </span>
    </span>
  </div>
);

const redisLamp = ({ state, label, message, since }: StoreStatus): LampProps => {
  const common = { name: 'Redis', why: message ?? label };
  switch (state) {
    case 'ready':
      return { ...common, dot: 'answering', words: label };
    case 'starting':
      return { ...common, dot: 'off', words: 'starting' };
    case 'away':
      return {
        ...common,
        dot: 'down',
        before: 'away ',
        words: `since ${timeOf(since).seconds}`,
      };
    case 'missing':
      return { ...common, dot: 'down', words: 'not found' };
  }
};

const companionLamp = (health: DeviceHealth | undefined): LampProps => {
  const common = { name: 'Companion', why: health?.message };
  switch (health?.state) {
    case 'answering':
      return health.latency_ms === null
        ? { ...common, dot: 'answering', words: 'answering' }
        : {
            ...common,
            dot: 'answering',
            before: 'answering ',
            words: latency(health.latency_ms),
          };
    case 'sending':
      return { ...common, dot: 'sending', words: 'sending' };
    case 'failing':
      return { ...common, dot: 'attention', words: 'not answering' };
    case 'untried':
    case undefined:
      return { ...common, dot: 'off', words: 'not tried yet' };
  }
};

/** How the parts that everything leans on are. What is not known says so. */
export const Lamps = () => {
  const status = useStoreStatus();
  const health = useHealth(useSurfaceDeviceId());
  const isLive = useIsLive();
  if (!isLive)
    return (
      <div className="lamps">
        <Lamp name="Engine" dot="down" words="not connected" />
      </div>
    );
  return (
    <div className="lamps">
      {status && <Lamp {...redisLamp(status)} />}
      <Lamp {...companionLamp(health)} />
    </div>
  );
};

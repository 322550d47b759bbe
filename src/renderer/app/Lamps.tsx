import type { DeviceHealth, StoreStatus } from '#shared/contract/telemetry.ts';
import {
  healthStory,
  healthWords,
  needsAttention,
  type DotState,
} from '../state/health-words.ts';
import { timeOf } from '../state/local-time.ts';
import {
  useCameras,
  useDevicesHealth,
  useHardware,
  useHealth,
  useStoreStatus,
} from '../state/mirror-store.ts';
import { camerasInTrouble } from '../state/cameras-in-trouble.ts';
import { hardwareInTrouble, hardwareWords } from '../state/hardware-in-trouble.ts';
import { useIsLive } from '../state/connection-store.ts';
import { useSurfaceDeviceId } from '../state/surface.ts';
import { useNow } from '../ui/use-now.ts';

interface LampProps {
  name: string;
  dot: DotState;
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

/** Counts down to the next try, by the clock. */
const HeldBack = ({ health }: { health: DeviceHealth }) => (
  <Lamp name="Companion" {...healthWords(health, useNow())} why={healthStory(health)} />
);

const Companion = ({ health }: { health: DeviceHealth | undefined }) =>
  health?.state === 'open' ? (
    <HeldBack health={health} />
  ) : (
    <Lamp name="Companion" {...healthWords(health, 0)} why={healthStory(health)} />
  );

/** The devices besides the surface that want to be looked at; nothing where there are none. */
const OtherDevices = ({ surfaceId }: { surfaceId: string | null }) => {
  const bad = Object.values(useDevicesHealth()).filter(
    (health) => health.device_id !== surfaceId && needsAttention(health),
  );
  if (bad.length === 0) return null;
  const heldBack = bad.filter(({ state }) => state === 'open' || state === 'probing').length;
  const failing = bad.filter(({ state }) => state === 'failing').length;
  return (
    <Lamp
      name="Devices"
      dot={heldBack > 0 ? 'down' : 'attention'}
      words={
        heldBack > 0
          ? `${heldBack} held back`
          : failing > 0
            ? `${failing} failing`
            : `${bad.length} not answering`
      }
      why={bad.map(({ device_id, message }) => `${device_id}: ${message ?? ''}`).join('\n')}
    />
  );
};

/** The cameras that want to be looked at; nothing where there are none. */
const Cameras = () => {
  const cameras = useCameras();
  const bad = camerasInTrouble(cameras);
  const [first] = bad;
  if (!first) return null;
  const words =
    bad.length === 1 ? `${first.name ?? first.slot} ${first.status}` : `${bad.length} away`;
  return (
    <Lamp
      name="Cameras"
      dot={bad.some(({ status }) => status !== 'stalled') ? 'down' : 'attention'}
      words={words}
      why={bad.map(({ name, slot, message }) => `${name ?? slot}: ${message ?? ''}`).join('\n')}
    />
  );
};

/** The hardware clients; nothing where there are none. */
const Hardware = () => {
  const hardware = useHardware();
  const all = Object.values(hardware);
  if (all.length === 0) return null;
  const bad = hardwareInTrouble(hardware);
  const isDown = bad.some(({ state }) => state === 'stopped');
  const dot = all.some(({ state }) => state === 'open') ? 'answering' : 'off';
  return (
    <Lamp
      name="Hardware"
      dot={bad.length > 0 ? (isDown ? 'down' : 'attention') : dot}
      words={hardwareWords(hardware)}
      why={bad
        .map(
          ({ client_id, state, problem, last_error }) =>
            `${client_id}: ${problem ?? last_error ?? state}`,
        )
        .join('\n')}
    />
  );
};

/** How the parts that everything leans on are. What is not known says so. */
export const Lamps = () => {
  const status = useStoreStatus();
  const surfaceId = useSurfaceDeviceId();
  const health = useHealth(surfaceId);
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
      <Companion health={health} />
      <OtherDevices surfaceId={surfaceId} />
      <Cameras />
      <Hardware />
    </div>
  );
};

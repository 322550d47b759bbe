import { Link } from 'wouter';
import type { Device } from '#shared/contract/device.ts';
import { isSimulated } from '#shared/domain/target.ts';
import { clockTimeUtc, momentOf, timeOf } from '../../state/local-time.ts';
import { healthStory } from '../../state/health-words.ts';
import { useConfig, useHealth } from '../../state/mirror-store.ts';
import { useDeviceUses } from './use-device-uses.ts';
import { ageWords, isMute } from './device-steps.ts';
import { HealthMeter } from './HealthMeter.tsx';
import { useDeviceSteps } from './use-device-steps.ts';
import { useNow } from '../../ui/use-now.ts';

const Moment = ({ at }: { at: string | null | undefined }) => {
  const now = useNow();
  const moment = at === null || at === undefined ? null : momentOf(at);
  if (moment === null || at === null || at === undefined)
    return <span className="mut">never</span>;
  return (
    <span title={`${clockTimeUtc(moment)} UTC`}>
      <span className="fig">{timeOf(at).seconds}</span>, {ageWords(now - moment)} ago
    </span>
  );
};

/** How it is looked at in the background. */
const Checks = ({ device }: { device: Device }) => {
  const health = useHealth(device.device_id);
  const checks = useConfig()?.health_checks;
  if (device.group) return <span className="mut">each member by itself</span>;
  if (isMute(device) && !isSimulated(device))
    return <span className="mut">datagrams can’t be asked</span>;
  if (checks?.enabled === false) return <span className="mut">switched off</span>;
  const missed = health?.missed ?? 0;
  return (
    <>
      <Moment at={health?.checked_at} />
      <span className="sec">
        , every {Math.round((checks?.every_ms ?? 10_000) / 100) / 10} s
        {missed > 0 && `; ${missed} in a row found nothing`}
      </span>
    </>
  );
};

const breakerWords = (
  state: string | undefined,
  failures: number,
  opensAfter: number,
  leftMs: number | null,
): string => {
  if (state === 'probing') return 'open, one command tries it now';
  if (state === 'open')
    return leftMs !== null && leftMs > 0
      ? `open, next try in ${Math.ceil(leftMs / 1000)} s`
      : 'open, the next command tries it';
  return failures > 0
    ? `closed, ${failures} of ${opensAfter} failures in a row`
    : `closed, opens after ${opensAfter} failures in a row`;
};

/** What is known of it: three proofs, each with its age, latency and breaker. */
export const HealthFacts = ({ device }: { device: Device }) => {
  const steps = useDeviceSteps()(device);
  const health = useHealth(device.device_id);
  const breaker = useConfig()?.breaker;
  const now = useNow();
  const story = healthStory(health);
  const next = health?.next_try_at ? momentOf(health.next_try_at) : null;
  return (
    <section className="d-card" aria-label="Health">
      <h3>
        Health <HealthMeter steps={steps} />
      </h3>
      <dl>
        <dt>Reached</dt>
        <dd>
          <Moment at={health?.last_reached_at} />
        </dd>
        <dt>Answered</dt>
        <dd>
          {steps.answering === 'cannot' ? (
            <span className="mut">datagrams are never answered</span>
          ) : (
            <Moment at={health?.last_answer_at ?? device.last_seen} />
          )}
        </dd>
        <dt>Looked at</dt>
        <dd>
          <Checks device={device} />
        </dd>
        <dt>Latency</dt>
        <dd className="fig">
          {health?.latency_ms === null || health === undefined
            ? '–'
            : `${health.latency_ms} ms`}
        </dd>
        <dt>Breaker</dt>
        <dd>
          {breakerWords(
            health?.state,
            health?.failures ?? 0,
            breaker?.failures ?? 5,
            next === null ? null : next - now,
          )}
        </dd>
      </dl>
      {story !== null && <p className="c-amber d-story">{story}</p>}
    </section>
  );
};

/** What names it: its keys, the intents on it, what it stands in for. */
export const Uses = ({ device }: { device: Device }) => {
  const uses = useDeviceUses(device.device_id);
  return (
    <section className="d-card" aria-label="Used by">
      <h3>Used by</h3>
      <dl>
        <dt>Layout</dt>
        <dd>
          {uses.pages === 0 ? (
            <span className="mut">none: its keys are plain presses</span>
          ) : (
            <>
              {uses.keys} keys on {uses.pages} {uses.pages === 1 ? 'page' : 'pages'}
            </>
          )}
        </dd>
        <dt>Intents</dt>
        <dd>
          {uses.intents.length === 0 ? (
            <span className="mut">none</span>
          ) : (
            <details>
              <summary>{uses.intents.length}</summary>
              <ul className="d-intents">
                {uses.intents.map((name) => (
                  <li key={name}>
                    <Link href={`/intents/${name}`} className="link">
                      {name}
                    </Link>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </dd>
        {uses.macros.length > 0 && (
          <>
            <dt>Macros</dt>
            <dd>{uses.macros.join(', ')}</dd>
          </>
        )}
        {uses.groups.length > 0 && (
          <>
            <dt>Groups</dt>
            <dd>{uses.groups.join(', ')}</dd>
          </>
        )}
        {uses.backs.length > 0 && (
          <>
            <dt>Backs up</dt>
            <dd>{uses.backs.join(', ')}</dd>
          </>
        )}
        {uses.venues.length > 0 && (
          <>
            <dt>Venues</dt>
            <dd>{uses.venues.join(', ')}</dd>
          </>
        )}
      </dl>
    </section>
  );
};

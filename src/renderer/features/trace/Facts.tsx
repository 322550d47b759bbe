import type { Execution } from '#shared/contract/execution.ts';
import { timeOf, utcOf } from '../../state/local-time.ts';
import { pickRun } from '../../state/selection-store.ts';
import { OriginLabel } from '../../ui/OriginLabel.tsx';

const Versions = ({ versions }: { versions: Record<string, string> }) => (
  <details className="tr-versions">
    <summary className="mut">
      {Object.keys(versions).length === 1
        ? '1 stored value used'
        : `${Object.keys(versions).length} stored values used`}
    </summary>
    <dl>
      {Object.entries(versions).map(([name, version]) => (
        <div key={name}>
          <dt className="sec cut" title={name}>
            {name}
          </dt>
          <dd className="fig mut cut" title={version}>
            {version}
          </dd>
        </div>
      ))}
    </dl>
  </details>
);

/** Who asked, when, for what, as part of what, and which versions of what is stored it used. */
export const Facts = ({ execution }: { execution: Execution }) => {
  const {
    origin,
    started_at,
    key,
    parent_id,
    session_id,
    versions,
    attempts,
    dry_run,
    simulated,
  } = execution;
  const { seconds, millis } = timeOf(started_at);
  return (
    <>
      <p className="tr-who mut">
        <span className="fig" title={utcOf(started_at)}>
          {seconds}
          {millis}
        </span>
        <OriginLabel origin={origin} />
        {key && (
          <span className="fig">
            {key.page}/{key.row}/{key.col} {key.phase}
          </span>
        )}
        {session_id !== undefined && (
          <span>
            session <span className="fig">{session_id}</span>
          </span>
        )}
        {attempts > 1 && <span>{attempts} attempts</span>}
        {dry_run && <span className="chip">dry run: nothing was sent</span>}
        {simulated && <span className="chip">on the simulators</span>}
        {parent_id !== undefined && (
          <button type="button" className="link" onClick={() => pickRun(parent_id)}>
            part of a macro run
          </button>
        )}
      </p>
      {versions && Object.keys(versions).length > 0 && <Versions versions={versions} />}
    </>
  );
};

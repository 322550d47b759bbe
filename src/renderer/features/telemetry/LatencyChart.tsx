import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { SERIES } from '#shared/contract/live-telemetry.ts';
import { Chart } from './Chart.tsx';
import { fine, latencyChart } from './chart-spec.ts';
import { LiveValue } from './LiveValue.tsx';
import { groupOf, latencyGroups } from './sample-log.ts';
import { chooseLatency, useTelemetryView } from './telemetry-view.ts';

const GroupTab = ({ groupKey, isChosen }: { groupKey: string; isChosen: boolean }) => {
  const { by, of } = groupOf(groupKey);
  return (
    <label title={`${by === 'device' ? 'Device' : 'Transport'} ${of}, p99 in ms`}>
      <input
        type="radio"
        className="sr"
        name="latency-group"
        checked={isChosen}
        onChange={() => chooseLatency(groupKey)}
      />
      {of} <LiveValue name={SERIES.latency(by, of, 'p99')} figure={fine} lasts />
    </label>
  );
};

/** How long answers take, of one device or transport at a time; each tab has the p99 of its own. */
export const LatencyChart = () => {
  const keys = useTelemetryView(useShallow((view) => latencyGroups(view.shown)));
  const chosen = useTelemetryView(({ latencyKey }) =>
    latencyKey !== null && keys.includes(latencyKey) ? latencyKey : keys[0],
  );
  const spec = useMemo(
    () => latencyChart(chosen === undefined ? undefined : groupOf(chosen)),
    [chosen],
  );
  return (
    <Chart
      spec={spec}
      nothing={keys.length === 0 && 'How long devices take to answer, once one was asked.'}
    >
      {keys.length > 0 && (
        <div className="devs" role="radiogroup" aria-label="Latency of">
          {keys.map((key) => (
            <GroupTab key={key} groupKey={key} isChosen={key === chosen} />
          ))}
        </div>
      )}
    </Chart>
  );
};

import type { ReactNode } from 'react';
import { useTheme } from '../../state/theme.ts';
import type { ChartSpec, SeriesSpec } from './chart-spec.ts';
import { LiveValue } from './LiveValue.tsx';
import { Plot } from './Plot.tsx';
import { toggleSeries, useTelemetryView } from './telemetry-view.ts';

const DASHES = { dashed: '4 3', dotted: '1 3' };

/** How the series looks in the plot. */
const Swatch = ({ series, isBar }: { series: SeriesSpec; isBar: boolean }) => {
  const tone = `var(${series.tone})`;
  return (
    <svg viewBox="0 0 16 10" aria-hidden>
      {isBar ? (
        <rect
          x="2.5"
          y="1.5"
          width="11"
          height="7"
          stroke={series.hollow ? tone : 'var(--line-3)'}
          strokeWidth={series.hollow ? 1.5 : 0.5}
          fill={series.hollow ? 'none' : tone}
        />
      ) : (
        <path
          d="M0 5h16"
          stroke={tone}
          strokeWidth="1.5"
          strokeDasharray={series.dash && DASHES[series.dash]}
        />
      )}
    </svg>
  );
};

const Legend = ({ spec }: { spec: ChartSpec }) => {
  const hidden = useTelemetryView((view) => view.hidden);
  return (
    <div className="legs">
      {spec.series.map((series) => (
        <button
          key={series.name}
          type="button"
          className="leg"
          aria-pressed={!hidden.has(series.name)}
          title={`Show or hide ${series.label}`}
          onClick={() => toggleSeries(series.name)}
        >
          <Swatch series={series} isBar={spec.kind === 'bars'} />
          <span>{series.label}</span>{' '}
          <LiveValue name={series.name} figure={spec.figure} per={spec.per} />
        </button>
      ))}
    </div>
  );
};

interface ChartProps {
  spec: ChartSpec;
  /** Whether the times stand under it: under the last of a column. */
  hasTimes?: boolean;
  /** Between the head and the plot. */
  children?: ReactNode;
  /** Said in the plot while it has nothing to show. */
  nothing?: ReactNode;
}

/** One chart: what it is, its unit, its legend with the values, and the plot. */
export const Chart = ({ spec, hasTimes = false, children, nothing }: ChartProps) => {
  const theme = useTheme((state) => state.theme);
  return (
    <section className="chart" aria-label={spec.title}>
      <div className="ch">
        <h2>{spec.title}</h2>
        <span className="mut">{spec.unit}</span>
        <Legend spec={spec} />
      </div>
      {children}
      <div className="plot-box">
        <Plot key={theme} spec={spec} hasTimes={hasTimes} />
        {nothing && (
          <p className="nothing">
            <span>{nothing}</span>
          </p>
        )}
      </div>
    </section>
  );
};

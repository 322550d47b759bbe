import { TriangleAlert } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { EmptyState } from '../ui/EmptyState.tsx';

const NotLoaded = () => (
  <div className="page">
    <EmptyState icon={TriangleAlert} title="This page could not be loaded">
      <p>
        The app may be away, or was replaced by another version since this window was opened.
      </p>
      <button type="button" className="btn" onClick={() => location.reload()}>
        Load everything anew
      </button>
    </EmptyState>
  </div>
);

/** Charts need a library that nothing else needs: it comes with the first look at them. */
const Telemetry = lazy(() =>
  import('../features/telemetry/Telemetry.tsx').then(
    (module) => ({ default: module.Telemetry }),
    () => ({ default: NotLoaded }),
  ),
);

export const TelemetryPage = () => (
  <Suspense fallback={<div className="page" />}>
    <Telemetry />
  </Suspense>
);

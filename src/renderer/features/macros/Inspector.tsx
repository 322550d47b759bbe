import type { ReactNode } from 'react';
import { ListPlus } from 'lucide-react';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';

export const INSPECTOR_TABS = ['step', 'macro', 'runs', 'trace'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

const NAMES: Record<InspectorTab, string> = {
  step: 'Step',
  macro: 'Macro',
  runs: 'Runs',
  trace: 'Trace',
};

interface InspectorProps {
  tab: InspectorTab;
  onTab: (tab: InspectorTab) => void;
  /** Null while no step is chosen. */
  step: ReactNode;
  macro: ReactNode;
  runs: ReactNode;
  trace: ReactNode;
}

const NoStep = () => (
  <EmptyState icon={ListPlus} title="No step is chosen">
    <p>
      Choose a step in the list to see what it did and to change it, or add one below the list.
    </p>
  </EmptyState>
);

const stepTab = (from: InspectorTab, key: string): InspectorTab | undefined => {
  const at = INSPECTOR_TABS.indexOf(from);
  const count = INSPECTOR_TABS.length;
  if (key === 'ArrowRight') return INSPECTOR_TABS[(at + 1) % count];
  if (key === 'ArrowLeft') return INSPECTOR_TABS[(at + count - 1) % count];
  return undefined;
};

/** Beside the list: the chosen step, the macro itself, its last runs, a trace. */
export const Inspector = ({ tab, onTab, step, macro, runs, trace }: InspectorProps) => {
  const bodies: Record<InspectorTab, ReactNode> = {
    step: step ?? <NoStep />,
    macro: (
      <ScrollRegion className="insp-scroll" label="The macro">
        {macro}
      </ScrollRegion>
    ),
    runs,
    trace,
  };
  return (
    <aside className="pane insp" aria-label="Inspector">
      <div className="bar">
        <div
          className="tabs"
          role="tablist"
          aria-label="Inspector"
          tabIndex={-1}
          onKeyDown={(event) => {
            const next = stepTab(tab, event.key);
            if (!next) return;
            onTab(next);
            event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
          }}
        >
          {INSPECTOR_TABS.map((each) => (
            <button
              key={each}
              id={`insp-tab-${each}`}
              type="button"
              role="tab"
              data-tab={each}
              aria-selected={each === tab}
              aria-controls="insp-body"
              tabIndex={each === tab ? 0 : -1}
              onClick={() => onTab(each)}
            >
              {NAMES[each]}
            </button>
          ))}
        </div>
      </div>
      <div
        id="insp-body"
        className="insp-body"
        role="tabpanel"
        aria-labelledby={`insp-tab-${tab}`}
      >
        {bodies[tab]}
      </div>
    </aside>
  );
};

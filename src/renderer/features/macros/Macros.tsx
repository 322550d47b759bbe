import './macros.css';
import './macro-page.css';
import './steps.css';
import { Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useConfig, useMirrorReady } from '../../state/mirror-store.ts';
import { Banner } from '../../ui/Banner.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { MacroList } from './MacroList.tsx';
import { MacroPage } from './MacroPage.tsx';
import { useSaving } from './save-draft.ts';
import { useMacroDraft } from './use-macro-draft.ts';

interface MacrosProps {
  /** The macro that is open; undefined for the list. */
  macroId: string | undefined;
  /** Shows the trace of the run that is picked. */
  trace: ReactNode;
  /** The keys that run the one that is open. */
  keys: ReactNode;
  /** Opens the history of the one that is open. */
  history: ReactNode;
  /** The button that loads the demo show. */
  demo: ReactNode;
}

const OneMacro = ({
  macroId,
  trace,
  keys,
  history,
}: { macroId: string } & Pick<MacrosProps, 'trace' | 'keys' | 'history'>) => {
  const macroEdit = useMacroDraft(macroId);
  const ready = useMirrorReady();
  const { savedAs } = useSaving(macroId);
  const { draft } = macroEdit;
  if (draft)
    return (
      <MacroPage
        macroId={macroId}
        draft={draft}
        macroEdit={macroEdit}
        trace={trace}
        keys={keys}
        history={history}
      />
    );
  // On its way to the page of its name.
  if (savedAs !== null) return null;
  if (!ready) return <p className="waiting sec">Waiting for the engine.</p>;
  return (
    <EmptyState icon={Workflow} title={`There is no macro ${macroId}`}>
      <p>It was deleted or renamed, or never stored.</p>
      <Link href="/macros" className="btn">
        Show all macros
      </Link>
      {history}
    </EmptyState>
  );
};

/** The list of macros, or one of them. */
export const Macros = ({ macroId, trace, keys, history, demo }: MacrosProps) => {
  const isOff = useConfig()?.enable_macros === false;
  return (
    <>
      {isOff && (
        <Banner headline="Macros are switched off.">
          They can be changed, and none runs until <code>enable_macros</code> of the
          configuration is true again.
        </Banner>
      )}
      {macroId === undefined ? (
        <MacroList demo={demo} />
      ) : (
        <OneMacro key={macroId} macroId={macroId} trace={trace} keys={keys} history={history} />
      )}
    </>
  );
};

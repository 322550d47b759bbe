import './intent-list.css';
import './intent-editor.css';
import './intent-preview.css';
import { ArrowLeft, Plus, Target } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { recallDraft } from '../../state/draft-memory.ts';
import { useMirror, useMirrorReady } from '../../state/mirror-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IntentDraftSchema } from './draft.ts';
import { IntentEditor } from './IntentEditor.tsx';
import { IntentList } from './IntentList.tsx';
import { NEW, NEW_PATH } from './intent-path.ts';

interface IntentsProps {
  /** The intent that is open; undefined for none. */
  name: string | undefined;
  /** Shows the trace of the run that is picked. */
  trace: ReactNode;
  /** The keys that fire the one that is open. */
  keys: ReactNode;
  /** Opens the history of the one that is open. */
  history: ReactNode;
  /** The button that loads the demo show. */
  demo: ReactNode;
}

const Nothing = ({ demo }: { demo: ReactNode }) => (
  <EmptyState icon={Target} title="Choose an intent">
    <p>
      An intent is a named thing to achieve, such as studio_dark_mode: an ordered list of
      commands to devices. Keys, macros and agents fire it by its name.
    </p>
    <div className="ie-row">
      <Link href={NEW_PATH} className="btn" data-kind="primary">
        <Plus className="i i-14" aria-hidden />
        New intent
      </Link>
      {demo}
    </div>
  </EmptyState>
);

const One = ({
  name,
  trace,
  keys,
  history,
}: { name: string } & Pick<IntentsProps, 'trace' | 'keys' | 'history'>) => {
  const isThere = useMirror(({ intents }) => intents[name] !== undefined);
  const isReady = useMirrorReady();
  if (!isReady) return <p className="waiting sec">Waiting for the engine.</p>;
  const missing = (
    <EmptyState icon={Target} title={`There is no intent ${name}`}>
      <p>It was deleted, or never stored.</p>
      <Link href="/intents" className="btn">
        Show all intents
      </Link>
      {history}
    </EmptyState>
  );
  if (!isThere && !recallDraft('intent', name, IntentDraftSchema)) return missing;
  return (
    <IntentEditor name={name} trace={trace} keys={keys} history={history} missing={missing} />
  );
};

/** All intents, and the one that is open. */
export const Intents = ({ name, trace, keys, history, demo }: IntentsProps) => (
  <div className="intents" data-open={name !== undefined || undefined}>
    <IntentList open={name} />
    <div className="intents-main">
      {name !== undefined && (
        <Link href="/intents" className="ie-back">
          <ArrowLeft className="i i-14" aria-hidden />
          All intents
        </Link>
      )}
      {name === undefined ? (
        <Nothing demo={demo} />
      ) : name === NEW ? (
        <IntentEditor key={NEW} name={null} trace={trace} keys={null} history={null} />
      ) : (
        <One key={name} name={name} trace={trace} keys={keys} history={history} />
      )}
    </div>
  </div>
);

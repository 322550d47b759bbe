import './intents.css';
import { Target } from 'lucide-react';
import type { Intent } from '#shared/contract/intent.ts';
import { actionTarget } from '#shared/domain/action-target.ts';
import { useIntents } from '../../state/mirror-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';

const actionsOf = ({ actions }: Intent): string =>
  actions.length === 1 ? '1 action' : `${actions.length} actions`;

const targetsOf = ({ actions }: Intent): string =>
  [...new Set(actions.map(actionTarget))].join(', ');

const Until = () => (
  <>
    To write one until the editor comes: <code>PUT /api/intents/{'{name}'}</code>, or load a
    demo show in Settings. To see what one would send:{' '}
    <code>POST /api/intents/{'{name}'}/execute</code> with <code>{'{"dry_run":true}'}</code>.
  </>
);

/** The intents that there are, to read. The editor comes with a later release. */
export const Intents = () => {
  const intents = Object.values(useIntents()).sort((a, b) =>
    a.intent_name.localeCompare(b.intent_name),
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>Intents</h1>
        {intents.length > 0 && (
          <span className="mut">{intents.length} to read; the editor comes later</span>
        )}
      </div>
      <ScrollRegion className="page-body" label="Intents">
        {intents.length === 0 ? (
          <EmptyState icon={Target} title="No intents yet" until={<Until />}>
            <p>
              An intent is a named thing to achieve, such as studio_dark_mode: an ordered list
              of commands to devices. Keys, macros and agents fire it by its name.
            </p>
          </EmptyState>
        ) : (
          <>
            <ul className="intents">
              {intents.map((intent) => (
                <li key={intent.intent_name}>
                  <b className="cut">{intent.intent_name}</b>
                  <span className="sec cut">{intent.description}</span>
                  <span className="mut cut">{targetsOf(intent)}</span>
                  <span className="mut num">{actionsOf(intent)}</span>
                </li>
              ))}
            </ul>
            <p className="intents-until help">
              <Until />
            </p>
          </>
        )}
      </ScrollRegion>
    </div>
  );
};

import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { ButtonAction, Intent } from '#shared/contract/intent.ts';
import { isPerformed } from '#shared/domain/action-target.ts';
import { sessionVariablesOf, unmetClause } from '#shared/domain/conditions.ts';
import { putEntity } from '../../link/save-entity.ts';
import {
  useDevices,
  useDevicesHealth,
  useMirror,
  useRevision,
} from '../../state/mirror-store.ts';
import { useRoomVariables } from '../../state/room-variables.ts';
import { useEntityForm } from '../../state/use-entity-form.ts';
import { VersionConflict } from '../../ui/VersionConflict.tsx';
import { Actions } from './Actions.tsx';
import { Conditions } from './Conditions.tsx';
import { DeleteIntent } from './DeleteIntent.tsx';
import { EditorHead, EditorNotices } from './EditorHead.tsx';
import {
  BLANK,
  draftProblems,
  IntentCheckSchema,
  IntentDraftSchema,
  problemAt,
} from './draft.ts';
import { NumberField } from './Field.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { intentPath } from './intent-path.ts';
import { NOBODY, usageIndex } from './intent-rows.ts';
import { Policy } from './Policy.tsx';
import { RenameIntent } from './RenameIntent.tsx';
import { PreviewPane } from './PreviewPane.tsx';
import { sampleContext } from './sample-context.ts';
import { dryRunIntent, forgetTry, simulateIntent, testAction } from './try-intent.ts';

interface IntentEditorProps {
  /** Null for a new one. */
  name: string | null;
  trace: ReactNode;
  /** The keys that fire it; nothing for a new one. */
  keys: ReactNode;
  /** Opens its history; nothing for a new one. */
  history: ReactNode;
  /** What stands here once it is gone. */
  missing?: ReactNode;
}

const nameOf = ({ intent_name }: Intent): string => intent_name;
const put = (name: string, value: Intent, revision: string | null) =>
  putEntity('intent', name, value, revision);

/** What stands in the way of it now; null where nothing does. */
const useUnmet = (
  intent: Intent,
  context: Readonly<Record<string, unknown>>,
): string | null => {
  const devices = useDevices();
  const health = useDevicesHealth();
  const { conditions, actions } = intent;
  const session = useRoomVariables(conditions ? sessionVariablesOf(conditions) : []);
  if (!conditions) return null;
  const first = actions.find(({ action_type }) => !isPerformed(action_type));
  const device = first && devices[first.device_id];
  const own = Object.assign({}, ...actions.toReversed().map(({ variables }) => variables));
  return unmetClause(conditions, {
    context: { ...context, origin: 'operator' },
    variables: { ...own, ...context },
    device: device ? { ...device, health: health[device.device_id]?.state ?? 'untried' } : {},
    button: {},
    session,
  });
};

/** One intent: everything about it, and what it would send. */
export const IntentEditor = ({ name, trace, keys, history, missing }: IntentEditorProps) => {
  const [, go] = useLocation();
  const stored = useMirror(({ intents }) => (name === null ? undefined : intents[name]));
  const layouts = useMirror((mirror) => mirror.layouts);
  const macros = useMirror((mirror) => mirror.macros);
  const clients = useMirror((mirror) => mirror.hardware_clients);
  const revision = useRevision('intent', name ?? '');
  const [contextText, setContextText] = useState('');
  const [dialog, setDialog] = useState<'delete' | 'rename' | null>(null);
  const [isChecked, setIsChecked] = useState(name !== null);
  const entity = useEntityForm<Intent>({
    kind: 'intent',
    name,
    schema: IntentCheckSchema,
    draftSchema: IntentDraftSchema,
    stored,
    blank: BLANK,
    nameOf,
    put,
    saved: (value) => {
      if (name === null) go(intentPath(value.intent_name));
    },
  });
  const { form, isDirty, saving, conflict, history: undo } = entity;
  const intent = form.watch();
  const problems = draftProblems(intent);
  const shownProblems = isChecked
    ? problems
    : problems.filter(({ path }) => path !== 'intent_name' || intent.intent_name !== '');
  const { context, problem: contextProblem } = sampleContext(contextText);
  const unmet = useUnmet(intent, context);
  const usage = usageIndex(layouts, macros, clients).get(name ?? '') ?? NOBODY;

  const set = <K extends keyof Intent>(field: K & string, value: Intent[K]): void =>
    form.setValue<string>(field, value, { shouldDirty: true });
  const setActions = (change: (now: readonly ButtonAction[]) => ButtonAction[]): void =>
    set('actions', change(form.getValues('actions')));
  const save = (): void => {
    setIsChecked(true);
    if (problems.length === 0) void entity.save();
  };
  if (entity.isGone) return missing;

  return (
    <div data-undo={undo.scope} className="page ie">
      <EditorHead
        name={name}
        usage={usage}
        entity={entity}
        history={history}
        isSound={problems.length === 0}
        onSave={save}
        onDryRun={() => void dryRunIntent(intent, context)}
        onSimulate={() => void simulateIntent(intent, context)}
        onAsk={setDialog}
      />
      <EditorNotices
        entity={entity}
        isStored={stored !== undefined}
        problems={isChecked && isDirty ? problems : []}
        onSaveRest={() => void entity.saveRest()}
      />
      <div className="ie-body">
        <div className="ie-form">
          <section className="ie-part ie-basics" aria-label="What it is">
            {name === null && (
              <TextField
                label="Name"
                kind="figure"
                value={intent.intent_name}
                problem={problemAt(shownProblems, 'intent_name')}
                help="Keys, macros and agents fire it by this name."
                onChange={(value) => set('intent_name', value)}
              />
            )}
            <TextField
              label="What it achieves"
              value={intent.description}
              problem={problemAt(problems, 'description')}
              onChange={(value) => set('description', value)}
            />
            <NumberField
              label="Priority"
              value={intent.priority}
              problem={problemAt(problems, 'priority')}
              onChange={(value) => set('priority', value ?? 0)}
            />
          </section>
          <Actions
            actions={intent.actions}
            problems={isChecked ? problems : []}
            context={context}
            onChange={setActions}
            onTest={(index) => void testAction(intent, index, context)}
          />
          <Conditions
            conditions={intent.conditions}
            problem={problemAt(problems, 'conditions')}
            unmet={unmet}
            onChange={(value) => set('conditions', value ?? undefined)}
          />
          <Policy
            intent={intent}
            problems={problems}
            onChange={({ guard, mode }) => {
              set('guard', guard);
              set('mode', mode);
            }}
          />
          {keys !== null && <div className="ie-part">{keys}</div>}
        </div>
        <PreviewPane
          intent={intent}
          context={context}
          contextText={contextText}
          contextProblem={contextProblem}
          onContext={setContextText}
          trace={trace}
        />
      </div>
      {conflict && (
        <VersionConflict
          what={`intent ${conflict.name}`}
          conflict={conflict}
          base={entity.base}
          mine={entity.mine ?? intent}
          isBusy={saving === 'busy'}
          onSave={(chosen) => {
            const checked = IntentDraftSchema.safeParse(chosen);
            if (checked.success) void entity.resolve(checked.data);
          }}
          onTheirs={entity.drop}
          onClose={entity.putConflictAside}
        />
      )}
      {dialog === 'rename' && stored && revision && (
        <RenameIntent
          intent={stored}
          usage={usage}
          onRenamed={(to) => go(intentPath(to))}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'delete' && stored && revision && (
        <DeleteIntent
          intent={stored}
          revision={revision}
          usage={usage}
          onGone={() => {
            forgetTry();
            go('/intents');
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
};

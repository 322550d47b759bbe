import { Copy, X } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import type { Execution } from '#shared/contract/execution.ts';
import type { Intent } from '#shared/contract/intent.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import type { Rank } from '#shared/domain/ways.ts';
import { actionName, actionTarget } from '#shared/domain/action-target.ts';
import { hintOf } from '../../link/faults.ts';
import { latency } from '../../state/figures.ts';
import { timeOf, utcOf } from '../../state/local-time.ts';
import {
  useConfig,
  useDevices,
  useDevicesHealth,
  useProtocols,
} from '../../state/mirror-store.ts';
import { useRoomVariables } from '../../state/room-variables.ts';
import { useRuns } from '../../state/runs.ts';
import { pickRun } from '../../state/selection-store.ts';
import { say } from '../../state/undo-toast.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import type { WireShown } from '../../ui/WireBytes.tsx';
import { ActionLines } from './ActionLines.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { FirstSendNote } from './FirstSendNote.tsx';
import {
  commandText,
  cutLong,
  previewAction,
  sessionNamesOf,
  type ActionPreview,
} from './preview.ts';
import { forgetTry, useTrying } from './try-intent.ts';

const DEFAULTS = BridgeConfigSchema.parse({});
const RUNS_SHOWN = 8;

interface ResultProps {
  execution: Execution;
  only: number | null;
  intent: Intent;
  context: Readonly<Record<string, unknown>>;
}

const Result = ({ execution, only, intent, context }: ResultProps) => {
  const hint = execution.error && hintOf(execution.error);
  return (
    <section className="iv-result" aria-label="Result">
      <div className="iv-head">
        <b>
          {execution.dry_run
            ? 'Dry run: nothing was sent'
            : only === null
              ? 'It ran on the simulators: nothing left this machine'
              : `Action ${only + 1} was tested`}
        </b>
        <span className="grow" />
        <IconButton icon={X} label="Close the result" onClick={forgetTry} />
      </div>
      <p>
        <OutcomeLabel
          outcome={execution.outcome}
          reason={outcomeWords(execution.outcome, execution.error)}
        />
        {!execution.dry_run && <span className="num"> {latency(execution.latency_ms)}</span>}
      </p>
      {execution.trace.map((action) => (
        <p key={action.index} className="sec">
          {actionName(action)} to {actionTarget(action)}:{' '}
          {action.error?.message ?? action.outcome}
          {action.reply ? `, answered ${cutLong(action.reply.text).slice(0, 200)}` : ''}
        </p>
      ))}
      {typeof execution.metadata['condition'] === 'string' && (
        <p className="sec">{execution.metadata['condition']}</p>
      )}
      {execution.error && <FaultNote message={execution.error.message} hint={hint} />}
      <FirstSendNote
        key={execution.execution_id}
        execution={execution}
        intent={intent}
        only={only}
        context={context}
      />
    </section>
  );
};

const LastRuns = ({ name, onPick }: { name: string; onPick: () => void }) => {
  const { newestFirst } = useRuns();
  const runs = newestFirst
    .filter(({ intent_name }) => intent_name === name)
    .slice(0, RUNS_SHOWN);
  return (
    <section className="iv-runs" aria-label="Last runs">
      <h2>Last runs</h2>
      {runs.length === 0 && <p className="sec">It has not run yet.</p>}
      <ul>
        {runs.map((run) => (
          <li key={run.execution_id}>
            <button
              type="button"
              onClick={() => {
                pickRun(run.execution_id);
                onPick();
              }}
            >
              <span className="fig sec" title={utcOf(run.started_at)}>
                {timeOf(run.started_at).seconds}
              </span>
              <OriginLabel origin={run.origin} />
              <OutcomeLabel outcome={run.outcome} reason={run.reason} />
              <span className="num">
                {run.outcome === null ? '–' : latency(run.latency_ms)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

interface PreviewPaneProps {
  intent: Intent;
  context: Readonly<Record<string, unknown>>;
  contextText: string;
  contextProblem: string | null;
  onContext: (text: string) => void;
  /** The trace of the run that is picked. */
  trace: ReactNode;
}

const copyAll = (previews: readonly ActionPreview[]): void => {
  const text = previews
    .flatMap(({ ways }) => ways)
    .map(({ device_id, when, preview }) => {
      const words = preview.kind === 'command' ? commandText(preview.view) : preview.message;
      const head = when === '' ? '' : `# ${device_id}, ${when}\n`;
      return `${head}${preview.kind === 'command' ? words : `# ${words}`}`;
    })
    .join('\n\n');
  navigator.clipboard.writeText(text).then(
    () => say('Copied'),
    () => say('It could not be copied: this browser does not allow it.'),
  );
};

const FAILING: ReadonlySet<string | undefined> = new Set(['failing', 'probing']);

/** As the engine ranks them: those that answer before those that fail, and those before the ones held back. */
const useRank = (): Rank => {
  const health = useDevicesHealth();
  return useCallback(
    (id) => {
      const state = health[id]?.state;
      if (state === 'open') return 2;
      return FAILING.has(state) ? 1 : 0;
    },
    [health],
  );
};

/** What would leave, live; what a dry run or a test came to; what it did before. */
export const PreviewPane = ({
  intent,
  context,
  contextText,
  contextProblem,
  onContext,
  trace,
}: PreviewPaneProps) => {
  const [as, setAs] = useState<WireShown>('text');
  const [isTraceOpen, setIsTraceOpen] = useState(false);
  const devices = useDevices();
  const protocols = useProtocols();
  const config = useConfig() ?? DEFAULTS;
  const rank = useRank();
  const { execution, only, fault, isBusy } = useTrying();
  const { actions } = intent;
  const [nowMs] = useState(() => Date.now());
  const session = useRoomVariables(sessionNamesOf(actions, protocols));
  const previews = useMemo(
    () =>
      actions.map((action) =>
        previewAction({
          action,
          protocols,
          devices,
          config,
          context,
          session,
          nowMs,
          rank,
        }),
      ),
    [actions, protocols, devices, config, context, session, nowMs, rank],
  );
  if (isTraceOpen)
    return (
      <div className="iv">
        <div className="bar">
          <h2>Trace</h2>
          <span className="grow" />
          <button type="button" className="btn" onClick={() => setIsTraceOpen(false)}>
            Back to what would leave
          </button>
        </div>
        <div className="iv-trace">{trace}</div>
      </div>
    );
  return (
    <section className="pane iv" aria-label="What would leave">
      <div className="bar">
        <h2>What would leave</h2>
        <span className="sec">live</span>
        <span className="grow" />
        <Choice
          label="Shown as"
          isQuiet
          value={as}
          options={[
            { value: 'text', words: 'Text' },
            { value: 'both', words: 'Both' },
            { value: 'hex', words: 'Hex' },
          ]}
          onChange={setAs}
        />
        <IconButton icon={Copy} label="Copy the commands" onClick={() => copyAll(previews)} />
      </div>
      {isBusy && <p className="iv-why">{only === null ? 'Trying it …' : 'Sending …'}</p>}
      {fault && (
        <div className="iv-result">
          <FaultNote message={fault.message} hint={hintOf(fault)} />
        </div>
      )}
      {execution && (
        <Result execution={execution} only={only} intent={intent} context={context} />
      )}
      <ol className="iv-commands">
        {previews.map((preview, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- their order is what they are
          <ActionLines key={index} number={index + 1} preview={preview} as={as} />
        ))}
      </ol>
      <div className="iv-context" data-own-undo>
        <TextField
          label="Sample context, as whoever fires it would give it"
          rows={2}
          value={contextText}
          placeholder='{"scene": "talk"}'
          problem={contextProblem}
          onChange={onContext}
        />
      </div>
      <LastRuns name={intent.intent_name} onPick={() => setIsTraceOpen(true)} />
    </section>
  );
};

import type { ExecutionSummary } from '#shared/contract/execution.ts';
import { duration, momentOf } from '../../state/local-time.ts';
import { progressWords } from '../../state/macro-progress.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { useNow } from '../../ui/use-now.ts';
import { MacroSteps } from './MacroSteps.tsx';

/** A run that goes on: what is known of it so far. Its times come when it has ended. */
export const RunningTrace = ({ run }: { run: ExecutionSummary }) => {
  const macro = useMirror(({ runs }) => runs[run.execution_id]);
  const now = useNow();
  const since = momentOf(run.started_at);
  return (
    <ScrollRegion className="trace-scroll" label="Trace of the run">
      <div className="tr-sum">
        <p className="tr-what cut">{macro?.macro_id ?? run.intent_name ?? 'A key'}</p>
        <p>
          <OutcomeLabel outcome={null} reason={macro ? progressWords(macro) : run.reason} />
        </p>
        <p className="tr-who mut">
          <OriginLabel origin={run.origin} />
          {since !== null && <span className="fig">for {duration(now - since)}</span>}
        </p>
      </div>
      {macro && (
        <section className="act" aria-label="Macro">
          <h3 className="act-h">Steps</h3>
          <MacroSteps report={macro.report} spanOf={null} />
        </section>
      )}
    </ScrollRegion>
  );
};

import { newestRunOf, progressWords, stepCount } from '../../state/macro-progress.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { useLatestRun } from '../../state/runs.ts';
import { keyFace, type KeyFace } from './key-face.ts';
import { useOwnPress } from './press-store.ts';

export interface LiveFace extends KeyFace {
  /** How far its macro has come, in per cent; null where none runs. */
  percent: number | null;
}

interface Fires {
  intentName: string | null;
  macroId: string | null;
}

/** What a key shows now. While its macro runs that is how far it has come, unless the key itself is being held. */
export const useKeyFace = (id: string, { intentName, macroId }: Fires): LiveFace => {
  const own = useOwnPress(id);
  const face = keyFace(useLatestRun(id, intentName, macroId), own);
  const run = useMirror(({ runs }) =>
    macroId === null ? undefined : newestRunOf(runs, macroId),
  );
  const asks = face.outcome === 'holding' || face.outcome === 'confirm';
  if (!run || asks) return { ...face, percent: null };
  const { done, total } = stepCount(run.report);
  return {
    outcome: 'running',
    words: progressWords(run),
    latencyMs: null,
    movesMs: null,
    executionId: run.execution_id,
    fault: null,
    percent: total === 0 ? 0 : (100 * done) / total,
  };
};

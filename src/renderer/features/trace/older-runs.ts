import { create } from 'zustand';
import { ask } from '../../link/engine.ts';
import { faultOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { lineOf, type RunLine } from './neighbour-runs.ts';

const MOST = 500;

interface OlderRuns {
  /** Newest first. */
  lines: RunLine[];
  /** Whether all that the engine keeps, as far as it tells, is here. */
  asked: boolean;
}

/** Runs that the live list no longer holds, once somebody stepped back beyond it. */
export const useOlderRuns = create<OlderRuns>(() => ({ lines: [], asked: false }));

/** Fetches them once. They are empty where the engine can't be asked, and that is said. */
export const fetchOlderRuns = async (): Promise<RunLine[]> => {
  try {
    const executions = await ask((client, options) =>
      client.executions.list({ limit: MOST }, options),
    );
    const lines = executions.map(lineOf);
    useOlderRuns.setState({ lines, asked: true });
    return lines;
  } catch (error) {
    announce('older', `Older runs can’t be fetched: ${faultOf(error).message}`);
    return [];
  }
};

import { create } from 'zustand';

interface Selection {
  executionId: string | null;
  /** True once the operator picked a run by hand: then their own presses don't take the trace away. */
  picked: boolean;
}

/** The run whose trace is shown. */
export const useSelection = create<Selection>(() => ({ executionId: null, picked: false }));

export const pickRun = (executionId: string): void =>
  useSelection.setState({ executionId, picked: true });

/** Shows the operator's own newest press, unless they are looking at one they picked. */
export const followOwnRun = (executionId: string): void =>
  useSelection.setState(({ picked, executionId: shown }) =>
    // A slow answer to an earlier press is not the newest; ids are in the order of time.
    picked || (shown !== null && shown > executionId) ? {} : { executionId },
  );

export const unpick = (): void => useSelection.setState({ picked: false });

import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';

type DemoState =
  | { step: 'asked' | 'idle' }
  | { step: 'done'; written: number; kept: number }
  | { step: 'failed'; fault: Fault };

/** Starting the simulators and writing the show takes longer than a question does. */
const DEMO_TIMEOUT_MS = 30_000;

/** Writes the demo show beside what is there. What exists already is kept as it is. */
export const LoadDemo = ({ primary = false }: { primary?: boolean }) => {
  const [demo, setDemo] = useState<DemoState>({ step: 'idle' });
  const load = async (): Promise<void> => {
    setDemo({ step: 'asked' });
    try {
      const { written, kept } = await ask(
        (client, options) => client.demo.load(undefined, options),
        DEMO_TIMEOUT_MS,
      );
      setDemo({ step: 'done', written: written.length, kept: kept.length });
    } catch (error) {
      setDemo({ step: 'failed', fault: faultOf(error) });
    }
  };
  return (
    <>
      <button
        type="button"
        className="btn"
        data-kind={primary ? 'primary' : undefined}
        disabled={demo.step === 'asked'}
        onClick={() => void load()}
      >
        Load the demo show
      </button>
      {demo.step === 'done' && (
        <output className="help">
          {demo.written === 1 ? '1 entry' : `${demo.written} entries`} written, {demo.kept} kept
          as they were.
        </output>
      )}
      {demo.step === 'failed' && (
        <FaultNote message={demo.fault.message} hint={hintOf(demo.fault)} />
      )}
    </>
  );
};

import { Check, ListChecks, X } from 'lucide-react';
import { useState } from 'react';
import type { SelfTest } from '#shared/contract/camera.ts';
import type { Fault } from '#shared/contract/errors.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';

const WITHIN_MS = 25_000;

const Result = ({ test: { passed, checks } }: { test: SelfTest }) => (
  <>
    <p>
      {passed
        ? 'Every loss that was put in was reported, exactly. The recorder and the disk can be trusted.'
        : 'What was reported is not what was put in. Do not rely on takes of this machine before that is found.'}
    </p>
    <table className="self-test">
      <thead>
        <tr>
          <th>Counted</th>
          <th className="num">Put in</th>
          <th className="num">Reported</th>
          <th>Verdict</th>
        </tr>
      </thead>
      <tbody>
        {checks.map(({ what, expected, reported }) => {
          const agrees = expected === reported;
          return (
            <tr key={what}>
              <td>{what}</td>
              <td className="num">{expected}</td>
              <td className="num">{reported}</td>
              <td>
                <span className="chip" data-verdict={agrees ? 'PASS' : 'FAIL'}>
                  {agrees ? (
                    <Check className="i i-14" aria-hidden />
                  ) : (
                    <X className="i i-14" aria-hidden />
                  )}
                  {agrees ? 'agrees' : 'differs'}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  </>
);

/** Records a take with known losses on the disk that takes go to, and shows whether all of them are reported. */
export const SelfTestButton = () => {
  const [isOpen, setIsOpen] = useState(false);
  const [test, setTest] = useState<SelfTest | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const run = async (): Promise<void> => {
    setIsOpen(true);
    setTest(null);
    setFault(null);
    try {
      setTest(
        await ask((client, options) => client.cameras.selfTest(undefined, options), WITHIN_MS),
      );
    } catch (error) {
      setFault(faultOf(error));
    }
  };
  return (
    <>
      <button
        type="button"
        className="btn"
        data-kind="quiet"
        title="Records known losses on this disk and looks whether all are reported"
        onClick={() => void run()}
      >
        <ListChecks className="i i-14" aria-hidden />
        Self-test
      </button>
      {isOpen && (
        <Dialog title="Self-test of the recorder" onClose={() => setIsOpen(false)}>
          {!test && !fault && <output>Recording a take with known losses.</output>}
          {test && <Result test={test} />}
          {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
        </Dialog>
      )}
    </>
  );
};

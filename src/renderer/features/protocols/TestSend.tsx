import { Send } from 'lucide-react';
import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { Execution } from '#shared/contract/execution.ts';
import { outcomeWords } from '#shared/domain/outcome-words.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { OutcomeLabel } from '../../ui/OutcomeLabel.tsx';

interface TestSendProps {
  name: string;
  deviceId: string | null;
  variables: Record<string, unknown>;
  /** What is typed is not stored yet: it is saved before it is sent. */
  isDirty: boolean;
  save: () => Promise<boolean>;
}

const TEST_MS = 60_000;

const Result = ({ execution }: { execution: Execution }) => {
  const [action] = execution.trace;
  const { error } = execution;
  const text = action?.reply?.text;
  return (
    <section className="pr-result" aria-label="What came of the test">
      <p className="pr-line">
        <OutcomeLabel
          outcome={execution.outcome}
          reason={outcomeWords(execution.outcome, error)}
        />
        <span className="fig mut">{execution.latency_ms.toFixed(1)} ms</span>
      </p>
      {action?.reply && (
        <p className="fig">
          {action.reply.status !== undefined && <b>{action.reply.status} </b>}
          {text ? <Bytes of={text.slice(0, 400)} /> : <span className="mut">empty reply</span>}
        </p>
      )}
      {error && <FaultNote message={error.message} hint={hintOf(error)} />}
    </section>
  );
};

/** Sends what is stored, once, to the device that is picked. */
export const TestSend = ({ name, deviceId, variables, isDirty, save }: TestSendProps) => {
  const [isBusy, setIsBusy] = useState(false);
  const [execution, setExecution] = useState<Execution | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const isLive = useIsLive();
  const send = async (device_id: string): Promise<void> => {
    setIsBusy(true);
    setFault(null);
    setExecution(null);
    try {
      if (isDirty && !(await save())) return;
      const done = await ask(
        (client, options) =>
          client.protocols.test({ params: { name }, body: { device_id, variables } }, options),
        TEST_MS,
      );
      setExecution(done);
      announce('protocol-test', `Test of ${name}: ${outcomeWords(done.outcome, done.error)}`);
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <button
        type="button"
        className="btn pr-send"
        disabled={!isLive || isBusy || deviceId === null}
        onClick={() => {
          if (deviceId !== null) void send(deviceId);
        }}
      >
        <Send className="i i-14" aria-hidden />
        {isDirty ? 'Save and send a test' : 'Send a test'}
      </button>
      {execution && <Result execution={execution} />}
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
    </>
  );
};

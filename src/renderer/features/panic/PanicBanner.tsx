import { Copy, X } from 'lucide-react';
import { navigate } from 'wouter/use-hash-location';
import type { PanicState } from '#shared/contract/panic.ts';
import { hintOf } from '../../link/faults.ts';
import { usePanic } from '../../state/mirror-store.ts';
import { pickRun } from '../../state/selection-store.ts';
import { useCopyText } from '../../state/use-copy-text.ts';
import { Banner } from '../../ui/Banner.tsx';
import { CopyDialog } from '../../ui/CopyDialog.tsx';
import { HoldButton } from './HoldButton.tsx';
import { panicCounts, panicHeadline, panicStory, panicText } from './panic-report.ts';
import { dismissPanicFault, engagePanic, liftPanic, usePanicAsking } from './panic-store.ts';

const showTrace = (executionId: string): void => {
  pickRun(executionId);
  navigate('/');
};

const Report = ({ panic }: { panic: PanicState }) => {
  const { report } = panic;
  const asked = usePanicAsking((asking) => asking.asked);
  const { copy, byHand, close } = useCopyText();
  const left = report?.already_left ?? [];
  return (
    <section className="panic-report" aria-label="Panic">
      <div className="rp-what">
        <b className="rp-head">{panicHeadline(panic)}</b>
        <p className="sec">
          {panicStory(panic)} Only the operator can fire. Nothing starts by itself when you
          lift.
        </p>
      </div>
      {report && (
        <ul className="rp-counts">
          {panicCounts(report).map(({ count, words }) => (
            <li key={words}>
              <b className="fig">{count}</b> {words}
            </li>
          ))}
          <li>
            <b className="fig">{left.length}</b> had already left
            {left.map(({ execution_id, intent_name, device_id }) => (
              <button
                key={execution_id}
                type="button"
                className="link"
                title={`${device_id}: show the trace`}
                onClick={() => showTrace(execution_id)}
              >
                {intent_name ?? `a key of ${device_id}`}
              </button>
            ))}
          </li>
        </ul>
      )}
      <div className="rp-do">
        <button type="button" className="btn" onClick={() => copy('Report', panicText(panic))}>
          <Copy className="i i-14" aria-hidden />
          Copy report
        </button>
        <HoldButton does="lift" isAsked={asked === 'lift'} fire={liftPanic} />
      </div>
      {byHand !== null && <CopyDialog text={byHand} onClose={close} />}
    </section>
  );
};

/** What a panic ended and what it could not; and, loudly, that one did not get through. */
export const PanicBanner = () => {
  const panic = usePanic();
  const failed = usePanicAsking((asking) => asking.failed);
  return (
    <>
      {failed && (
        <div role="alert">
          <Banner
            headline={
              failed.what === 'engage'
                ? 'PANIC did not get through.'
                : 'The panic could not be lifted.'
            }
            action={
              <>
                <button
                  type="button"
                  className="btn"
                  onClick={failed.what === 'engage' ? engagePanic : liftPanic}
                >
                  Try again
                </button>
                <button
                  type="button"
                  className="btn"
                  data-kind="quiet"
                  data-size="icon"
                  aria-label="Dismiss"
                  onClick={dismissPanicFault}
                >
                  <X className="i" aria-hidden />
                </button>
              </>
            }
          >
            {failed.fault.message} {hintOf(failed.fault)}
          </Banner>
        </div>
      )}
      {panic?.engaged && <Report panic={panic} />}
    </>
  );
};

import type { CameraSlot } from '#shared/contract/camera.ts';
import { commandTogether } from './command-store.ts';
import { trialProblems, useSession, useTrial } from './trial.ts';

/** Starts a session by the name that was typed, or ends the one that runs, its takes included. */
export const SessionButton = ({ cameras }: { cameras: CameraSlot[] }) => {
  const session = useSession(cameras);
  const typed = useTrial();
  const slots = cameras.map(({ slot }) => slot);
  if (session !== null)
    return (
      <button
        type="button"
        className="btn"
        title="Ends the session, and with it every take that runs"
        onClick={() => void commandTogether(slots, 'stop_session')}
      >
        End session
      </button>
    );
  return (
    <button
      type="button"
      className="btn"
      title="All cameras name their takes after it, whoever starts them"
      disabled={trialProblems(typed).prefix !== null}
      onClick={() =>
        void commandTogether(slots, 'start_session', { session_id: typed.prefix.trim() })
      }
    >
      Start session
    </button>
  );
};

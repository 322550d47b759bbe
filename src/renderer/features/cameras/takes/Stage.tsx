import { RotateCcw } from 'lucide-react';
import type { TakeView } from '#shared/contract/take-view.ts';
import { FaultNote } from '../../../ui/FaultNote.tsx';
import { useStill } from './use-still.ts';

/** The recorded picture. Where it can't be shown it is said why, and no other is taken for it. */
export const Stage = ({ take, frame }: { take: TakeView; frame: number }) => {
  const { canvas, shown, fault, again } = useStill(take, frame);
  const failed = fault?.row === frame ? fault : null;
  return (
    <div className="stage" data-state={failed ? 'failed' : shown === frame ? 'here' : 'coming'}>
      {/* oxlint-disable jsx-a11y/prefer-tag-over-role -- an img can't be drawn on */}
      <canvas
        ref={canvas}
        role="img"
        data-frame={shown ?? undefined}
        aria-label={shown === null ? 'No picture yet' : `Frame ${shown} of ${take.file}`}
      />
      {/* oxlint-enable jsx-a11y/prefer-tag-over-role */}
      {failed && (
        <div className="stage-fault">
          <FaultNote message={failed.message} hint={failed.hint} />
          <button type="button" className="btn" onClick={again}>
            <RotateCcw className="i i-14" aria-hidden />
            Try again
          </button>
        </div>
      )}
      {take.timing.rows === 0 && (
        <div className="stage-fault">
          <FaultNote
            message="This take has no timing list: its frames can’t be told apart."
            hint="The file itself may play: copy its path, and open it with a player."
          />
        </div>
      )}
      {!failed && take.timing.rows > 0 && shown !== frame && (
        <p className="stage-coming" aria-hidden>
          {shown === null ? `frame ${frame} is coming` : `still frame ${shown}`}
        </p>
      )}
    </div>
  );
};

import { Circle, Square } from 'lucide-react';
import { startRecording, stopRecording, useRecording } from './recording.ts';

interface RecordButtonProps {
  macroId: string;
  disabled: boolean;
}

/** Begins and ends a recording into this macro. */
export const RecordButton = ({ macroId, disabled }: RecordButtonProps) => {
  const now = useRecording((recording) => recording.now);
  const isHere = now?.macroId === macroId;
  const isElsewhere = now !== null && !isHere;
  return (
    <button
      type="button"
      className="btn m-record"
      aria-pressed={isHere}
      disabled={isElsewhere || (disabled && !isHere)}
      title={
        isElsewhere
          ? `It records into ${now.macroId} already.`
          : 'What you fire on any page becomes steps of this macro.'
      }
      onClick={() => (isHere ? stopRecording() : startRecording(macroId))}
    >
      {isHere ? (
        <Square className="i i-14" aria-hidden />
      ) : (
        <Circle className="i i-14" aria-hidden />
      )}
      {isHere ? 'Stop' : 'Record'}
    </button>
  );
};

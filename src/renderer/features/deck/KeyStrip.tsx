import { latency } from '../../state/figures.ts';
import { OutcomeMark } from '../../ui/OutcomeMark.tsx';
import type { KeyFace } from './key-face.ts';

interface KeyStripProps {
  face: KeyFace;
  isDown: boolean;
  /** Why it is switched off; null where it is not. */
  offReason: string | null;
  /** What its guard asks for. */
  idleWords: string;
  /** Whether there is room for a figure. */
  large: boolean;
}

/** The foot of a key: what became of its last press, else what it waits for. */
export const KeyStrip = ({ face, isDown, offReason, idleWords, large }: KeyStripProps) => {
  const { outcome, words, latencyMs } = face;
  const [mark, said] =
    outcome !== null
      ? [outcome, words]
      : offReason !== null
        ? ['refused', offReason]
        : isDown
          ? ['pressed', 'pressed']
          : [null, idleWords];
  return (
    <span className="k-out">
      {mark !== null && <OutcomeMark of={mark} />}
      {said !== '' && <span>{said}</span>}
      {outcome === 'ok' && latencyMs !== null && large && <em>{latency(latencyMs)}</em>}
    </span>
  );
};

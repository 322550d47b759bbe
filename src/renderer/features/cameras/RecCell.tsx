import './cameras.css';
import { useShallow } from 'zustand/react/shallow';
import { useMirror } from '../../state/mirror-store.ts';
import { elapsedWords } from './camera-words.ts';

/** While anything records: how many cameras, and for how long the longest of them has. */
export const RecCell = () => {
  const { takes, running, elapsed } = useMirror(
    useShallow(({ cameras }) => {
      const recordings = Object.values(cameras).flatMap(({ recording }) => recording ?? []);
      return {
        takes: recordings.length,
        running: recordings.filter(({ paused }) => !paused).length,
        elapsed: elapsedWords(Math.max(0, ...recordings.map((take) => take.elapsed_ms))),
      };
    }),
  );
  if (takes === 0) return null;
  const cameras = takes === 1 ? '1 camera' : `${takes} cameras`;
  return (
    <div className="cell rec" data-paused={running === 0 ? true : undefined}>
      <span className="cap">
        {running === 0 ? 'REC PAUSED' : 'REC'} <span className="rec-count">{cameras}</span>
      </span>
      <span className="val fig">{elapsed}</span>
    </div>
  );
};

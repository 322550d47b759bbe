import { useMirror } from '../../state/mirror-store.ts';
import { minutesOf, minutesWords, placeOf, tightest } from './disk-words.ts';
import { sizeWords } from './camera-words.ts';

const MOST_MINUTES = 120;

/** The disk in one line, under the cameras of the Control room. */
export const DiskLine = () => {
  const disk = useMirror(({ disks }) => tightest(disks));
  if (!disk) return null;
  const minutes = minutesOf(disk);
  const { figure, unit } = minutesWords(minutes);
  return (
    <div className="disk-line" data-level={disk.level} title={disk.message ?? disk.output_dir}>
      <span className="mut">Disk</span>
      <span className="grow" />
      <span>
        <b className="fig">{figure}</b> {unit}
        {disk.recording > 0 && <span className="mut"> at {sizeWords(disk.bytes_per_s)}/s</span>}
      </span>
      <div className="disk-track" aria-hidden>
        <i style={{ width: `${placeOf(minutes ?? 0, MOST_MINUTES) * 100}%` }} />
      </div>
    </div>
  );
};

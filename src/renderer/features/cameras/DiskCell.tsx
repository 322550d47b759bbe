import './cameras.css';
import { useMirror } from '../../state/mirror-store.ts';
import { minutesOf, minutesWords, rateWords, tightest } from './disk-words.ts';

/** In the top bar: how long the disk of the takes still lasts. Nothing where no camera is assigned. */
export const DiskCell = () => {
  const disk = useMirror(({ disks }) => tightest(disks));
  if (!disk) return null;
  const { figure, unit } = minutesWords(minutesOf(disk));
  return (
    <div
      className="cell disk-cell"
      data-level={disk.level}
      title={disk.message ?? `${disk.output_dir}: ${rateWords(disk)}`}
    >
      <span className="cap">Disk left</span>
      <span className="val fig">
        {figure}
        <small>{unit}</small>
      </span>
    </div>
  );
};

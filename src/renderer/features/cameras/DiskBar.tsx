import { TriangleAlert } from 'lucide-react';
import type { CamerasConfig, Disk } from '#shared/contract/camera.ts';
import { useConfig, useMirror } from '../../state/mirror-store.ts';
import {
  minutesOf,
  minutesWords,
  placeOf,
  rateWords,
  spaceWords,
  tightest,
} from './disk-words.ts';

const percent = (place: number): string => `${(place * 100).toFixed(2)}%`;

interface TickProps {
  minutes: number;
  most: number;
  word: string;
}

const Tick = ({ minutes, most, word }: TickProps) => (
  <span className="disk-tick" style={{ left: percent(placeOf(minutes, most)) }}>
    {word} {Math.floor(minutes)}
  </span>
);

type Limits = Pick<
  CamerasConfig,
  'disk_warn_minutes' | 'disk_refuse_minutes' | 'disk_stop_minutes'
>;

const Bar = ({ minutes, limits }: { minutes: number; limits: Limits }) => {
  const {
    disk_warn_minutes: warn,
    disk_refuse_minutes: refuse,
    disk_stop_minutes: stop,
  } = limits;
  const most = Math.max(60, warn * 4);
  return (
    <div className="disk-scale" aria-hidden>
      <div className="disk-track">
        <i style={{ width: percent(placeOf(minutes, most)) }} />
      </div>
      {stop > 0 && <Tick minutes={stop} most={most} word="stop" />}
      {refuse > stop && <Tick minutes={refuse} most={most} word="refuse" />}
      {warn > refuse && <Tick minutes={warn} most={most} word="warn" />}
    </div>
  );
};

const OfDisk = ({ disk, limits }: { disk: Disk; limits: Limits }) => {
  const minutes = minutesOf(disk);
  const { figure, unit } = minutesWords(minutes);
  const ifAll = minutesWords(disk.minutes_if_all);
  return (
    <section className="disk" aria-label="Disk for takes" data-level={disk.level}>
      <p className="disk-left">
        <b className="fig">{figure}</b> {unit} of disk left
        {disk.minutes_left === null && minutes !== null && (
          <span className="mut">if all record</span>
        )}
      </p>
      {minutes !== null && <Bar minutes={minutes} limits={limits} />}
      <p className="disk-facts">
        <span>{rateWords(disk)}</span>
        <span>
          {spaceWords(disk)}
          {disk.minutes_left !== null && ifAll.figure !== figure && (
            <>
              {' · '}
              <span className="fig">{ifAll.figure}</span> {ifAll.unit} if all record
            </>
          )}
        </span>
      </p>
      {disk.message !== null && (
        <p className="disk-why">
          <TriangleAlert className="i i-14" aria-hidden />
          {disk.message}
        </p>
      )}
    </section>
  );
};

/** How long the disk still lasts, against its thresholds. Nothing where no camera is assigned. */
export const DiskBar = () => {
  const disk = useMirror(({ disks }) => tightest(disks));
  const config = useConfig();
  return disk && config ? <OfDisk disk={disk} limits={config.cameras} /> : null;
};

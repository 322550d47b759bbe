import { Link, useLocation } from 'wouter';
import { camerasInTrouble } from '../state/cameras-in-trouble.ts';
import { hardwareInTrouble } from '../state/hardware-in-trouble.ts';
import { useMirror } from '../state/mirror-store.ts';
import { PAGES } from './pages.ts';

/** How many things on a page want to be looked at. */
const Badge = ({ count }: { count: number }) =>
  count === 0 ? null : (
    <span className="badge fig" title={`${count} to look at`}>
      {count}
    </span>
  );

const isAt = (here: string, path: string): boolean =>
  here === path || here.startsWith(`${path}/`);

/** Where one can go. */
export const Rail = () => {
  const [here] = useLocation();
  const lostCameras = useMirror(({ cameras }) => camerasInTrouble(cameras).length);
  const badHardware = useMirror(({ hardware }) => hardwareInTrouble(hardware).length);
  const badges: Partial<Record<string, number>> = {
    '/cameras': lostCameras,
    '/hardware': badHardware,
  };
  return (
    <nav className="rail" aria-label="Pages">
      {PAGES.map(({ path, name, short, icon: Icon, first, holds = [] }) => (
        <Link
          key={path}
          href={path}
          aria-label={name}
          aria-current={[path, ...holds].some((each) => isAt(here, each)) ? 'page' : undefined}
          data-first={first}
        >
          <Icon className="i" aria-hidden />
          <span className="lbl">{name}</span>
          <Badge count={badges[path] ?? 0} />
          <span className="lbl-short">{short}</span>
        </Link>
      ))}
    </nav>
  );
};

import { Link, useLocation } from 'wouter';
import { PAGES } from './pages.ts';

/** Where one can go. */
export const Rail = () => {
  const [here] = useLocation();
  return (
    <nav className="rail" aria-label="Pages">
      {PAGES.map(({ path, name, short, icon: Icon, first }) => (
        <Link
          key={path}
          href={path}
          aria-label={name}
          aria-current={here === path || here.startsWith(`${path}/`) ? 'page' : undefined}
          data-first={first}
        >
          <Icon className="i" aria-hidden />
          <span className="lbl">{name}</span>
          <span className="lbl-short">{short}</span>
        </Link>
      ))}
    </nav>
  );
};

import { Link } from 'wouter';

const TABS = [
  { path: '/devices', words: 'Devices' },
  { path: '/protocols', words: 'Protocols' },
  { path: '/packs', words: 'Packs' },
] as const;

/** The two halves of what stands between an intent and the wire. */
export const SetupTabs = ({ at }: { at: (typeof TABS)[number]['path'] }) => (
  <nav className="seg setup-tabs" aria-label="Devices and protocols">
    {TABS.map(({ path, words }) => (
      <Link key={path} href={path} aria-current={path === at ? 'page' : undefined}>
        {words}
      </Link>
    ))}
  </nav>
);

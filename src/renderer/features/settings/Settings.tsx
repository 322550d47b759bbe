import './settings.css';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { chooseTheme, ThemeSchema, useTheme, type Theme } from '../../state/theme.ts';
import { useConfig } from '../../state/mirror-store.ts';
import { ConfigForm } from './ConfigForm.tsx';
import { LoadDemo } from './LoadDemo.tsx';
import { Secrets } from './Secrets.tsx';

const THEME_NAMES: Record<Theme, string> = {
  dark: 'Dark',
  light: 'Light',
  contrast: 'High contrast',
};

const ThemeChoice = () => {
  const chosen = useTheme(({ theme }) => theme);
  return (
    <div className="seg" role="radiogroup" aria-label="Theme">
      {ThemeSchema.options.map((theme) => (
        <label key={theme}>
          <input
            type="radio"
            className="sr"
            name="theme"
            checked={theme === chosen}
            onChange={() => chooseTheme(theme)}
          />
          {THEME_NAMES[theme]}
        </label>
      ))}
    </div>
  );
};

const Look = () => (
  <section>
    <h2>Look</h2>
    <div>
      <ThemeChoice />
      <p className="help">For this browser or window only.</p>
    </div>
  </section>
);

const Others = () => (
  <>
    <section>
      <h2>Devices</h2>
      <div>
        <p className="help">
          Where each device’s commands go, which of them are simulated or only observed, and the
          venues: all of it is on the page{' '}
          <Link href="/devices" className="link">
            Devices
          </Link>
          .
        </p>
      </div>
    </section>
    <section>
      <h2>Secrets</h2>
      <div>
        <Secrets />
      </div>
    </section>
    <section>
      <h2>Demo</h2>
      <div>
        <p className="help">
          A surface with its intents, wired to the built-in Companion simulator: nothing real
          moves. What exists already is kept as it is.
        </p>
        <LoadDemo />
      </div>
    </section>
  </>
);

/** What is set once: how this screen looks, which show this is, where Companion is, how commands are sent. */
export const Settings = ({ history }: { history: ReactNode }) => {
  const config = useConfig();
  if (config)
    return (
      <ConfigForm config={config} history={history} before={<Look />}>
        <Others />
      </ConfigForm>
    );
  return (
    <div className="page">
      <div className="page-head">
        <h1>Settings</h1>
      </div>
      <div className="page-body settings">
        <Look />
        <section>
          <h2>Show</h2>
          <p className="help">The configuration is not here yet: it comes with the engine.</p>
        </section>
        <Others />
      </div>
    </div>
  );
};

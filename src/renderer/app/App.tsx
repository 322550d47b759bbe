import './shell.css';
import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { Audit } from '../features/audit/Audit.tsx';
import { Cameras } from '../features/cameras/Cameras.tsx';
import { TakePage } from '../features/cameras/takes/TakePage.tsx';
import { Devices } from '../features/devices/Devices.tsx';
import { tabOf } from '../features/hardware/client-path.ts';
import { Hardware } from '../features/hardware/Hardware.tsx';
import { HistoryButton } from '../features/history/HistoryButton.tsx';
import { Intents } from '../features/intents/Intents.tsx';
import { KeyPlaces } from '../features/key-places/KeyPlaces.tsx';
import { RecordBanner } from '../features/macros/RecordBanner.tsx';
import { Macros } from '../features/macros/Macros.tsx';
import { ConnectionBanner } from '../features/notices/ConnectionBanner.tsx';
import { CorruptionBanner } from '../features/notices/CorruptionBanner.tsx';
import { PanicBanner } from '../features/panic/PanicBanner.tsx';
import { FailoverBanner } from '../features/notices/FailoverBanner.tsx';
import { Packs } from '../features/protocols/Packs.tsx';
import { Protocols } from '../features/protocols/Protocols.tsx';
import { StoreBanner } from '../features/notices/StoreBanner.tsx';
import { LoadDemo } from '../features/settings/LoadDemo.tsx';
import { Settings } from '../features/settings/Settings.tsx';
import { State } from '../features/state/State.tsx';
import { Trace } from '../features/trace/Trace.tsx';
import { Announcer } from './Announcer.tsx';
import { ControlRoom } from './ControlRoom.tsx';
import { PAGES } from './pages.ts';
import { Placeholder } from './Placeholder.tsx';
import { Rail } from './Rail.tsx';
import { TelemetryPage } from './TelemetryPage.tsx';
import { Toasts } from './Toasts.tsx';
import { TopBar } from './TopBar.tsx';

const historyOfDevice = (id: string) => <HistoryButton kind="device" name={id} isIcon />;

const historyOfClient = (id: string) => <HistoryButton kind="hardware" name={id} isIcon />;

const skip = (): void => document.querySelector<HTMLElement>('main')?.focus();

/** The shell: what is always there, and the page one is on. Notices come at its foot, so that no key moves under a finger. */
export const App = () => (
  // oxlint-disable-next-line react/hooks -- the router calls it, as a hook should be called
  <Router hook={useHashLocation}>
    <div className="app">
      <button type="button" className="btn skip" onClick={skip}>
        Skip to the page
      </button>
      <TopBar />
      <Rail />
      <main tabIndex={-1}>
        <Switch>
          <Route path="/" component={ControlRoom} />
          <Route path="/intents/:name?">
            {({ name }) => (
              <Intents
                name={name}
                trace={<Trace />}
                keys={name && <KeyPlaces fired={{ intent_name: name }} label={name} />}
                history={name && <HistoryButton kind="intent" name={name} />}
                demo={<LoadDemo />}
              />
            )}
          </Route>
          <Route path="/macros/:id?">
            {({ id }) => (
              <Macros
                macroId={id}
                trace={<Trace />}
                keys={id && <KeyPlaces fired={{ macro_id: id }} label={id} />}
                history={id && <HistoryButton kind="macro" name={id} />}
                demo={<LoadDemo />}
              />
            )}
          </Route>
          <Route path="/devices/:id?">
            {({ id }) => (
              <Devices deviceId={id} history={historyOfDevice} demo={<LoadDemo />} />
            )}
          </Route>
          <Route path="/protocols/:name?">
            {({ name }) => (
              <Protocols
                name={name}
                history={name && <HistoryButton kind="protocol" name={name} isIcon />}
              />
            )}
          </Route>
          <Route path="/packs" component={Packs} />
          <Route path="/cameras" component={Cameras} />
          <Route path="/cameras/takes/:file/:frame?">
            {({ file, frame }) => <TakePage file={file} frame={frame} folder={undefined} />}
          </Route>
          <Route path="/cameras/takes/:file/:frame/:folder">
            {(take) => <TakePage {...take} />}
          </Route>
          <Route path="/hardware/:client?/:tab?">
            {({ client, tab }) => (
              <Hardware
                part={client}
                tab={tabOf(tab)}
                history={historyOfClient}
                demo={<LoadDemo />}
              />
            )}
          </Route>
          <Route path="/state/:session?">{({ session }) => <State session={session} />}</Route>
          <Route path="/telemetry" component={TelemetryPage} />
          <Route path="/audit" component={Audit} />
          <Route path="/settings">
            <Settings history={<HistoryButton kind="config" name="bridge" />} />
          </Route>
          {PAGES.map(({ path }) => (
            <Route key={path} path={path}>
              <Placeholder path={path} />
            </Route>
          ))}
          <Route component={ControlRoom} />
        </Switch>
        <RecordBanner />
        <output className="notices">
          <PanicBanner />
          <ConnectionBanner />
          <StoreBanner />
          <FailoverBanner />
          <CorruptionBanner />
        </output>
      </main>
      <Announcer />
      <Toasts />
    </div>
  </Router>
);

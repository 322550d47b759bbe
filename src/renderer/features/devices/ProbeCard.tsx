import { Check, Minus, RefreshCw, X, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { ProbedService, ProbeReport } from '#shared/contract/probe.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { announce } from '../../state/announcer.ts';
import { timeOf, utcOf } from '../../state/local-time.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';

const NAMES: Record<ProbedService['service'], string> = {
  http: 'HTTP',
  satellite: 'Satellite',
  tcp: 'TCP',
  osc: 'OSC',
  udp: 'UDP',
  obs: 'OBS',
};

const STATES: Record<ProbedService['state'], [LucideIcon, string, string]> = {
  on: [Check, 'on', 'c-green'],
  connects: [Check, 'connects', 'c-green'],
  off: [X, 'off', 'c-amber'],
  closed: [Minus, 'closed', 'mut'],
  silent: [Minus, 'silent', 'mut'],
  unproved: [Minus, 'can’t tell', 'mut'],
};

const Service = ({ found }: { found: ProbedService }) => {
  const [Icon, words, tone] = STATES[found.state];
  return (
    <tr>
      <th scope="row">{NAMES[found.service]}</th>
      <td className="fig">{found.port}</td>
      <td className={tone}>
        <Icon className="i i-14" aria-hidden /> {words}
      </td>
      <td className="sec">
        {found.latency_ms !== null && <span className="fig">{found.latency_ms} ms, </span>}
        {found.words}
      </td>
    </tr>
  );
};

/** What answers at the device's address, as far as that can be seen without a command. */
export const ProbeCard = ({ deviceId }: { deviceId: string }) => {
  const [report, setReport] = useState<ProbeReport | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const probe = async (): Promise<void> => {
    setIsBusy(true);
    setFault(null);
    try {
      const found = await ask((client, options) =>
        client.devices.probe({ params: { name: deviceId } }, options),
      );
      setReport(found);
      announce('probe', `${deviceId}: ${found.what}`);
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <section className="d-card" aria-label="What is this?">
      <h3>
        {report?.what ?? 'What is this?'}
        <button type="button" className="btn" disabled={isBusy} onClick={() => void probe()}>
          <RefreshCw className="i i-14" aria-hidden />
          {isBusy ? 'Asking …' : report ? 'Probe again' : 'Probe'}
        </button>
      </h3>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      {report ? (
        <>
          <p className="help">
            {report.host}, <span title={utcOf(report.at)}>{timeOf(report.at).seconds}</span>:
            nothing pressed, nothing changed.
          </p>
          <table className="d-services" aria-label="Services">
            <tbody>
              {report.services.map((found) => (
                <Service key={found.service} found={found} />
              ))}
            </tbody>
          </table>
        </>
      ) : (
        <p className="help">
          Looks what answers at this address, as saved: Companion’s version, which of its
          services are on, how fast. It only reads and listens; nothing that acts is sent.
        </p>
      )}
    </section>
  );
};

import type { BridgeConfig } from '#shared/contract/config.ts';
import type { Fault } from '#shared/contract/errors.ts';
import type { ActionTrace, Outcome } from '#shared/contract/execution.ts';
import type { Command } from '#shared/domain/command.ts';
import { compileProtocol } from '#shared/domain/compiled-protocol.ts';
import { neededSecrets, resolveCommand } from '#shared/domain/resolve-command.ts';
import {
  asSimulated,
  hasSimulator,
  isSimulated,
  type SimulatedTargets,
} from '#shared/domain/target.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { lookupOutcome, noSimulator } from './action-faults.ts';
import { lookUp } from './lookups.ts';
import { revisionOf } from '../store/revision.ts';
import { stepOf, type Run } from './run.ts';
import type { Secrets } from './secrets.ts';
import type { Way } from '#shared/domain/ways.ts';
import { NO_VALUES, readSession, withSession, type SessionValues } from './session-values.ts';

/** `shown` is the command with its secrets masked; `at`: when it was resolved, on the monotonic clock. */
export type Prepared =
  | {
      ok: true;
      command: Command;
      shown: Command;
      idempotent: boolean;
      observeOnly: boolean;
      /** It goes to the simulator for this run only: that says nothing of the device. */
      standsIn: boolean;
      at: number;
    }
  | { ok: false; outcome: Outcome; fault: Fault };

const failed = (fault: Fault): Prepared => ({
  ok: false,
  outcome: lookupOutcome(fault),
  fault,
});

export interface PrepareDeps {
  store: Store;
  clock: Clock;
  secrets: Secrets;
  session: SessionValues;
  simulatedTargets: () => Promise<SimulatedTargets>;
}

/** Looks protocol and device of a way up and makes the command; its trace says from which revisions. */
export const prepareCommand = async (
  deps: PrepareDeps,
  run: Run,
  way: Way,
  variables: Record<string, unknown>,
  config: BridgeConfig,
  trace: ActionTrace,
): Promise<Prepared> => {
  const { store, clock, secrets, session } = deps;
  const from = clock.monotonic();
  const foundProtocol = lookUp(store, 'protocol', way.protocol_name);
  const protocol = 'then' in foundProtocol ? await foundProtocol : foundProtocol;
  if (!protocol.ok) return failed(protocol.fault);
  const foundDevice = lookUp(store, 'device', way.device_id);
  const device = 'then' in foundDevice ? await foundDevice : foundDevice;
  if (!device.ok) return failed(device.fault);
  const standsIn = run.simulate && !isSimulated(device.value);
  const told = standsIn ? asSimulated(device.value) : device.value;
  const simulated = isSimulated(told) ? await deps.simulatedTargets() : null;
  run.versions[`protocol:${way.protocol_name}`] = revisionOf('protocol', protocol.value);
  run.versions[`device:${way.device_id}`] = revisionOf('device', device.value);
  const looked = clock.monotonic();
  const stale = protocol.stale || device.stale ? 'last known: Redis is away' : undefined;
  trace.steps.push(stepOf(run, 'lookup', from, looked, stale));
  const { protocol_type: transport } = protocol.value;
  if (simulated && !hasSimulator(simulated, transport))
    return { ok: false, outcome: 'refused', fault: noSimulator(transport.toUpperCase()) };
  if (simulated) trace.simulated = true;
  const names = neededSecrets(protocol.value, told, simulated);
  const { sessionVariables } = compileProtocol(protocol.value);
  const ofSession =
    sessionVariables.length === 0
      ? NO_VALUES
      : await readSession(session, run.sessionId, sessionVariables);
  if (!ofSession.ok) return failed(ofSession.fault);
  const resolved = resolveCommand({
    protocol: protocol.value,
    device: told,
    config,
    variables: withSession(variables, sessionVariables, ofSession.values),
    simulated,
    ...(names.length > 0 ? { secrets: secrets.reveal(names) } : {}),
  });
  const at = clock.monotonic();
  trace.steps.push(stepOf(run, 'resolve', looked, at));
  if (!resolved.ok) return { ok: false, outcome: 'failed', fault: resolved.fault };
  const { command, shown } = resolved;
  return {
    ok: true,
    command,
    shown,
    idempotent: protocol.value.idempotent === true,
    observeOnly: told.observe_only === true && !isSimulated(told),
    standsIn,
    at,
  };
};

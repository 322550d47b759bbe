import type { JsonValue } from '#shared/contract/protocol.ts';
import type { SimulatedTargets } from '#shared/domain/target.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { ButtonGrid, type Button, type ButtonPlaces } from './button-grid.ts';
import type { Place } from './command.ts';
import { CompanionModel } from './companion-model.ts';
import { createControlApi } from './control-api.ts';
import { DatagramService } from './datagram-service.ts';
import { FaultSwitch, type Faults } from './faults.ts';
import { HttpService } from './http-service.ts';
import { runLine } from './line-commands.ts';
import { runOscDatagram } from './osc-commands.ts';
import { ReceivedLog, type Received, type Service } from './received-log.ts';
import { TcpService } from './tcp-service.ts';

export type { Faults, Received, Service };

export interface CompanionSimulatorOptions {
  host?: string | undefined;
  /** 0, as by default, takes any free port. */
  httpPort?: number | undefined;
  tcpPort?: number | undefined;
  udpPort?: number | undefined;
  oscPort?: number | undefined;
  /** All are on by default; a fresh Companion has only http on. */
  services?: Partial<Record<Service, boolean>> | undefined;
  /** Rows 0 to 3 and columns 0 to 7 of pages 1 to 10 by default, save row 3, column 7, which is empty. */
  buttons?: ButtonPlaces | undefined;
  /** False: style commands are answered `ok` and ignored, as on new buttons of Companion 5. */
  allowStyleChanges?: boolean | undefined;
  /** Delays every TCP reply. Milliseconds. */
  tcpReplyDelayMs?: number | undefined;
  keepAliveMs?: number | undefined;
  clock: Clock;
  log: Log;
}

/** Where each of its services listens. */
export type CompanionPorts = Omit<SimulatedTargets, 'obs'>;

/** A device double of Bitfocus Companion 5.1 on real sockets. */
export interface CompanionSimulator {
  readonly ports: CompanionPorts;
  /** The newest 10,000 commands, oldest first. */
  readonly received: readonly Received[];
  clearReceived(): void;
  /** Returns the way to stop. */
  on(event: 'received', listener: (received: Received) => void): () => void;
  /** The first command that fits, among those received and those to come. Rejects with the signal's reason. */
  waitFor(predicate: (received: Received) => boolean, signal: AbortSignal): Promise<Received>;
  /** Custom variables by name. */
  readonly variables: ReadonlyMap<string, JsonValue>;
  /** The button at a place, as it is now. */
  button(place: Place): Readonly<Button> | undefined;
  /** Off: http answers 403, tcp refuses, udp and osc are silent. On again, each has the port it had. */
  setService(name: Service, on: boolean): Promise<void>;
  /** Replaces all faults; `{}` ends them, and so does `forMs`. */
  setFaults(faults: Faults, forMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Rejects with the system's error where a port is taken; nothing is left open then. */
export const createCompanionSimulator = async (
  options: CompanionSimulatorOptions,
): Promise<CompanionSimulator> => {
  const { clock, log, host = '127.0.0.1' } = options;
  const ending = new AbortController();
  const closed = ending.signal;
  const received = new ReceivedLog(clock);
  const grid = new ButtonGrid(options.buttons, clock, closed);
  const model: CompanionModel = new CompanionModel({
    grid,
    log: received,
    allowStyleChanges: options.allowStyleChanges ?? true,
    onStyle: (place, style) => tcp.announce(place, style),
  });
  const faults: FaultSwitch = new FaultSwitch({
    clock,
    closed,
    log,
    apply: async ({ http: fault }) => {
      if (fault === 'refuse') await http.stop();
      else if (!closed.aborted) await http.start(host, ports.http);
    },
  });
  const current = (): Faults => faults.current;
  const http: HttpService = new HttpService({
    model,
    log,
    keepAliveMs: options.keepAliveMs ?? 5000,
    faults: current,
    control: createControlApi(received, faults),
  });
  const tcp = new TcpService({
    model,
    clock,
    closed,
    replyDelayMs: options.tcpReplyDelayMs ?? 0,
    faults: current,
  });
  const udp = new DatagramService((datagram) => {
    runLine(model, 'udp', datagram.toString('utf8'));
  });
  const osc = new DatagramService((datagram) => runOscDatagram(model, datagram));

  const ports: CompanionPorts = { host, http: 0, tcp: 0, udp: 0, osc: 0 };
  const setService = async (name: Service, on: boolean): Promise<void> => {
    if (name === 'http') {
      http.enabled = on;
      return;
    }
    const service = { tcp, udp, osc }[name];
    if (on) await service.start(host, ports[name]);
    else await service.stop();
  };
  const close = async (): Promise<void> => {
    ending.abort(new Error('The simulator is closed.'));
    await Promise.all([http.stop(), tcp.stop(), udp.stop(), osc.stop()]);
  };

  try {
    ports.http = await http.start(host, options.httpPort ?? 0);
    ports.tcp = await tcp.start(host, options.tcpPort ?? 0);
    ports.udp = await udp.start(host, options.udpPort ?? 0);
    ports.osc = await osc.start(host, options.oscPort ?? 0);
    for (const name of ['http', 'tcp', 'udp', 'osc'] as const)
      await setService(name, options.services?.[name] ?? true);
  } catch (error) {
    await close();
    throw error;
  }

  return {
    ports,
    received: received.entries,
    clearReceived: () => received.clear(),
    on: (_event, listener) => received.listen(listener),
    waitFor: (predicate, signal) => received.waitFor(predicate, signal),
    variables: model.variables,
    button: (place) => grid.at(place),
    setService,
    setFaults: (next, forMs) => faults.set(next, forMs),
    close,
  };
};

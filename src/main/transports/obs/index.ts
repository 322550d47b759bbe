import type { ObsCommand } from '#shared/domain/command.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { written } from '../endpoint.ts';
import { Flights } from '../flight.ts';
import type { SendOptions, SendResult, Transport } from '../transport.ts';
import { ObsConnection } from './obs-connection.ts';

/**
 * Requests of obs-websocket 5 over one signed-in connection per OBS. The library of the protocol's makers' circle has no
 * time-outs, no caps and no back-off that can be told of, so this speaks it over `ws` itself.
 */
export class ObsTransport implements Transport<ObsCommand> {
  readonly type = 'obs';
  readonly #deps: { clock: Clock; log: Log };
  readonly #flights: Flights;
  readonly #connections = new Map<string, ObsConnection[]>();

  constructor(deps: { clock: Clock; log: Log }) {
    this.#deps = deps;
    this.#flights = new Flights(deps.clock);
  }

  send(command: ObsCommand, options: SendOptions): Promise<SendResult> {
    const flight = this.#flights.start(command, options);
    if (flight.over) return flight.landed;
    const key = written(flight.endpoint);
    const here = this.#connections.get(key) ?? [];
    let connection = here.find(({ password }) => password === command.password);
    if (!connection) {
      connection = new ObsConnection(flight.endpoint, command.password, this.#deps);
      // One with a former password serves nobody any more once its last request is answered.
      for (const former of here) if (!former.isBusy) void former.close();
      this.#connections.set(key, [...here.filter(({ isBusy }) => isBusy), connection]);
    }
    try {
      connection.send(command, flight);
    } catch (error) {
      flight.failBy(error, false);
    }
    return flight.landed;
  }

  async close(): Promise<void> {
    this.#flights.close();
    const connections = [...this.#connections.values()].flat();
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

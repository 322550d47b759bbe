import type { HttpCommand } from '#shared/domain/command.ts';
import type { Clock } from '../../clock.ts';
import { written } from '../endpoint.ts';
import { invalid } from '../fault.ts';
import { Flights } from '../flight.ts';
import type { SendOptions, SendResult, Transport } from '../transport.ts';
import { Origin } from './origin.ts';

/** One HTTP request per command, over a pool of kept-alive connections per origin. */
export class HttpTransport implements Transport<HttpCommand> {
  readonly type = 'http';
  readonly #flights: Flights;
  readonly #origins = new Map<string, Origin>();

  constructor(deps: { clock: Clock }) {
    this.#flights = new Flights(deps.clock);
  }

  send(command: HttpCommand, options: SendOptions): Promise<SendResult> {
    const flight = this.#flights.start(command, options);
    if (flight.over) return flight.landed;
    if (command.method === 'CONNECT') {
      flight.fail(invalid('CONNECT opens a tunnel: no command does that.', 'Use GET or POST.'));
      return flight.landed;
    }
    try {
      const url = `${command.tls ? 'https' : 'http'}://${written(flight.endpoint)}`;
      this.#origin(url).send(command, flight);
    } catch (error) {
      flight.failBy(error, false);
    }
    return flight.landed;
  }

  async close(): Promise<void> {
    this.#flights.close();
    await Promise.all([...this.#origins.values()].map((origin) => origin.close()));
  }

  #origin(url: string): Origin {
    let origin = this.#origins.get(url);
    if (!origin) {
      origin = new Origin(url);
      this.#origins.set(url, origin);
    }
    return origin;
  }
}

import type { TcpCommand } from '#shared/domain/command.ts';
import { written } from '../endpoint.ts';
import { Flights } from '../flight.ts';
import type { SendOptions, SendResult, Transport } from '../transport.ts';
import type { ReplyRule } from './judge-reply.ts';
import type { LineDeps } from './line-connection.ts';
import { LineConnection } from './line-connection.ts';

const ruleOf = ({ success }: TcpCommand): ReplyRule | null =>
  success?.reply_prefix
    ? {
        prefix: success.reply_prefix,
        reject: success.reply_reject ?? [],
        ignore: success.reply_ignore ?? [],
      }
    : null;

/**
 * Line commands over one long-lived connection per target. Commands with a reply to await and commands
 * without have a connection each: a reply that nobody awaits would else pass for the next one.
 */
export class TcpTransport implements Transport<TcpCommand> {
  readonly type = 'tcp';
  readonly #deps: LineDeps;
  readonly #flights: Flights;
  readonly #connections = new Map<string, LineConnection>();

  constructor(deps: LineDeps) {
    this.#deps = deps;
    this.#flights = new Flights(deps.clock);
  }

  send(command: TcpCommand, options: SendOptions): Promise<SendResult> {
    const flight = this.#flights.start(command, options);
    if (flight.over) return flight.landed;
    const rule = ruleOf(command);
    const key = `${written(flight.endpoint)} ${rule ? 'answers' : 'silent'}`;
    let connection = this.#connections.get(key);
    if (!connection) {
      connection = new LineConnection(flight.endpoint, this.#deps);
      this.#connections.set(key, connection);
    }
    const { payload } = command;
    try {
      connection.send(payload.endsWith('\n') ? payload : `${payload}\n`, rule, flight);
    } catch (error) {
      flight.failBy(error, false);
    }
    return flight.landed;
  }

  async close(): Promise<void> {
    this.#flights.close();
    const connections = [...this.#connections.values()];
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Endpoint } from '../endpoint.ts';
import { written } from '../endpoint.ts';
import type { Cause } from '../fault.ts';
import { explain, mayHaveLeft } from '../fault.ts';
import type { Flight } from '../flight.ts';
import { StreamConnection } from '../stream-connection.ts';
import type { ReplyRule } from './judge-reply.ts';
import { judgeReply, replyOf } from './judge-reply.ts';
import { LineSplitter } from './line-splitter.ts';

const LINE_LIMIT_BYTES = 64 * 1024;

export interface LineDeps {
  clock: Clock;
  log: Log;
  /** Lines that answer nothing: a device's news, or a reply that nobody awaited. */
  onUnsolicited?: ((from: Endpoint, line: string) => void) | undefined;
}

/** A command whose reply line is still to come. */
interface Awaited {
  flight: Flight;
  rule: ReplyRule;
  /** Runs once its send was cancelled: the place in the queue is kept for the reply, not for ever. */
  abandoned?: NodeJS.Timeout;
}

/**
 * Commands and reply lines on one connection. Replies carry no id, so they are matched in the order of the
 * commands; a connection on which one is missing is given up, that no late reply passes for the next.
 */
export class LineConnection {
  readonly #endpoint: Endpoint;
  readonly #deps: LineDeps;
  readonly #stream: StreamConnection;
  readonly #splitter = new LineSplitter();
  #awaited: Awaited[] = [];

  constructor(endpoint: Endpoint, deps: LineDeps) {
    this.#endpoint = endpoint;
    this.#deps = deps;
    this.#stream = new StreamConnection(endpoint, deps.clock, {
      onData: (chunk) => this.#receive(chunk),
      onGone: (error) => this.#lose(error),
    });
  }

  /** `line` goes out in one write: a character split across packets is corrupted by some devices. */
  send(line: string, rule: ReplyRule | null, flight: Flight): void {
    if (rule) this.#stream.whenOpen(flight, () => this.#ask(line, rule, flight));
    else this.#stream.sendUnanswered(line, flight);
  }

  close(): Promise<void> {
    this.#lose(new Error('closed'));
    return this.#stream.close();
  }

  #ask(line: string, rule: ReplyRule, flight: Flight): void {
    const awaited: Awaited = { flight, rule };
    this.#awaited.push(awaited);
    flight.depart();
    flight.letGo = (why) => this.#leave(awaited, why);
    this.#stream.write(line, (error) => {
      flight.wrote();
      if (error) flight.failBy(error, mayHaveLeft(error));
    });
  }

  #leave(awaited: Awaited, why: 'timeout' | 'cancel'): void {
    if (why === 'timeout') this.#stream.drop(missing());
    else
      awaited.abandoned = setTimeout(
        () => this.#stream.drop(missing()),
        awaited.flight.options.responseTimeoutMs,
      );
  }

  #receive(chunk: Buffer): void {
    for (const line of this.#splitter.push(chunk)) if (line !== '') this.#take(line);
    if (this.#splitter.heldBytes <= LINE_LIMIT_BYTES) return;
    const endless = this.#endless();
    this.#deps.log.warn({ ...this.#endpoint }, endless.message);
    this.#awaited[0]?.flight.fail(endless);
    this.#stream.drop(missing());
  }

  #take(line: string): void {
    const head = this.#awaited[0];
    const isNews =
      (line.startsWith('{') && !head?.rule.prefix.startsWith('{')) ||
      head?.rule.ignore?.some((beginning) => line.startsWith(beginning)) === true;
    if (!head || isNews) {
      this.#deps.onUnsolicited?.(this.#endpoint, line);
      return;
    }
    this.#awaited.shift();
    clearTimeout(head.abandoned);
    this.#stream.served();
    const cause = judgeReply(line, head.rule, this.#endpoint);
    if (cause) head.flight.fail(cause, replyOf(line));
    else head.flight.land('ok', replyOf(line));
  }

  #lose(error: unknown): void {
    const lost = this.#awaited;
    this.#awaited = [];
    this.#splitter.clear();
    for (const { flight, abandoned } of lost) {
      clearTimeout(abandoned);
      flight.fail(explain(error, this.#endpoint, true));
    }
  }

  #endless(): Cause {
    return {
      error_type: 'invalid_response',
      message: `${written(this.#endpoint)} sent more than ${LINE_LIMIT_BYTES / 1024} kB without ending a line.`,
      hint: 'Check the port: another service may be listening there.',
      ambiguous: false,
    };
  }
}

/** For the others on a connection that was given up. */
const missing = (): Error =>
  Object.assign(new Error('A reply before this one never came'), { code: 'ECONNABORTED' });

import type { ObsCommand } from '#shared/domain/command.ts';
import { obsRequestText } from '#shared/domain/obs-message.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Endpoint } from '../endpoint.ts';
import { written } from '../endpoint.ts';
import { explain, invalid, mayHaveLeft } from '../fault.ts';
import type { Flight } from '../flight.ts';
import { KeptConnection } from '../kept-connection.ts';
import { judgeRequest, replyOf } from './faults.ts';
import type { ObsResponse } from './messages.ts';
import { dialObs, MESSAGE_BYTES, type ObsLink } from './obs-link.ts';

interface Asked {
  flight: Flight;
  command: ObsCommand;
  askedAt: number;
}

const silent = (): Error =>
  Object.assign(new Error('OBS says nothing any more'), { code: 'ECONNABORTED' });

/** Requests and responses on one signed-in connection. They carry ids: any number may be under way. */
export class ObsConnection {
  readonly password: string | null;
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #kept: KeptConnection<ObsLink>;
  readonly #asked = new Map<string, Asked>();
  #lastId = 0;
  #underWay = 0;
  #heardAt = -Infinity;

  constructor(
    endpoint: Endpoint,
    password: string | null,
    { clock, log }: { clock: Clock; log: Log },
  ) {
    this.password = password;
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#log = log;
    this.#kept = new KeptConnection<ObsLink>(endpoint, clock, {
      dial: (events) =>
        dialObs(endpoint, password, {
          ...events,
          heard: () => {
            this.#heardAt = clock.monotonic();
          },
          answered: (response) => this.#take(response),
        }),
      onGone: (error) => this.#lose(error),
    });
  }

  /** True while a request waits for the connection or for its response. */
  get isBusy(): boolean {
    return this.#underWay > 0;
  }

  send(command: ObsCommand, flight: Flight): void {
    this.#underWay += 1;
    void flight.landed.then(() => {
      this.#underWay -= 1;
      return null;
    });
    this.#lastId += 1;
    const id = String(this.#lastId);
    const data = command.requestData && JSON.stringify(command.requestData);
    const text = obsRequestText(command.requestType, id, data);
    if (Buffer.byteLength(text) > MESSAGE_BYTES)
      flight.fail(
        invalid(
          `The request for ${written(this.#endpoint)} has more than 1 MB.`,
          'Shorten the values: OBS is told names and figures, and reads files from its own disk.',
        ),
      );
    else this.#kept.whenOpen(flight, (link) => this.#ask(id, text, command, flight, link));
  }

  close(): Promise<void> {
    this.#lose(new Error('closed'));
    return this.#kept.close();
  }

  #ask(id: string, text: string, command: ObsCommand, flight: Flight, link: ObsLink): void {
    this.#asked.set(id, { flight, command, askedAt: this.#clock.monotonic() });
    flight.depart();
    flight.letGo = (why) => this.#leave(id, why);
    link.send(text, (error) => {
      flight.wrote();
      if (!error) return;
      this.#asked.delete(id);
      flight.failBy(error, mayHaveLeft(error));
    });
  }

  /** A late response finds nobody. One that never comes, where nothing else came either, means a dead connection. */
  #leave(id: string, why: 'timeout' | 'cancel'): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (why === 'timeout' && asked && this.#heardAt < asked.askedAt) this.#kept.drop(silent());
  }

  #take(response: ObsResponse): void {
    const asked = this.#asked.get(response.requestId);
    if (!asked) {
      this.#log.debug({ ...this.#endpoint }, 'OBS answered a request that nobody waits for');
      return;
    }
    this.#asked.delete(response.requestId);
    this.#kept.served();
    const reply = replyOf(response);
    const cause = judgeRequest(response, asked.command, this.#endpoint);
    if (cause) asked.flight.fail(cause, reply);
    else asked.flight.land('ok', reply);
  }

  #lose(error: unknown): void {
    const lost = [...this.#asked.values()];
    this.#asked.clear();
    for (const { flight } of lost) flight.fail(explain(error, this.#endpoint, true));
  }
}

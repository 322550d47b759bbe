import type { Execution } from '#shared/contract/execution.ts';
import type { AuditEntry } from '#shared/contract/telemetry.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { auditSummary } from './audit-summary.ts';
import { executionSummary, runningSummary } from './execution-summary.ts';
import type { Mirror } from './mirror.ts';
import type { Run } from './run.ts';

/** How many lines the screen's list holds, and how many whole executions are kept at hand. */
const LISTED = 200;
const FRAME_MS = 16;
const KEPT = 100;

/** The newest executions: whole ones by id, and as lines on the screen. Older ones come from the store. */
export class ExecutionHistory {
  readonly #kept = new Map<string, Execution>();
  readonly #listed: string[] = [];
  /** Started within the last frame. */
  readonly #fresh = new Map<string, Run>();
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #mirror: Mirror;
  constructor(store: Store, mirror: Mirror, clock: Clock) {
    this.#clock = clock;
    this.#store = store;
    this.#mirror = mirror;
  }

  /** Listed as running once it has lasted a frame: what is quicker is listed as what it came to. */
  started(run: Run): void {
    this.#fresh.set(run.id, run);
    if (this.#fresh.size > 1) return;
    this.#clock.sleep(FRAME_MS).then(
      () => this.#listFresh(),
      () => undefined,
    );
  }

  finished(execution: Execution): void {
    this.#fresh.delete(execution.execution_id);
    this.#kept.set(execution.execution_id, execution);
    if (this.#kept.size > KEPT) {
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    }
    if (!this.#mirror.get('executions', execution.execution_id))
      this.#list(execution.execution_id);
    this.#mirror.set('executions', execution.execution_id, executionSummary(execution));
  }

  /** Another control room ran it; its trace is in the store. */
  elsewhere(entry: AuditEntry): void {
    if (this.#kept.has(entry.execution_id)) return;
    if (!this.#mirror.get('executions', entry.execution_id)) this.#list(entry.execution_id);
    this.#mirror.set('executions', entry.execution_id, auditSummary(entry));
  }

  /** It turned out to be none. */
  dropped(run: Run): void {
    this.#fresh.delete(run.id);
    const place = this.#listed.lastIndexOf(run.id);
    if (place >= 0) this.#listed.splice(place, 1);
    this.#mirror.set('executions', run.id, null);
  }

  /** Fills the list with what former sessions left. */
  async restore(log: Log): Promise<void> {
    try {
      const past = await this.#store.recentExecutions(LISTED);
      const older = past
        .filter(({ execution_id }) => !this.#kept.has(execution_id))
        .toReversed();
      const newer = [...this.#kept.values()];
      this.#kept.clear();
      for (const execution of [...older, ...newer])
        this.#kept.set(execution.execution_id, execution);
      const room = Math.max(0, LISTED - this.#listed.length);
      for (const execution of older.slice(older.length - Math.min(room, older.length))) {
        this.#listed.push(execution.execution_id);
        this.#mirror.set('executions', execution.execution_id, executionSummary(execution));
      }
      this.#listed.sort();
    } catch (error) {
      log.warn({ error: String(error) }, 'executions of former sessions could not be read');
    }
  }

  async newest(limit: number): Promise<Execution[]> {
    const here = [...this.#kept.values()].toReversed().slice(0, limit);
    if (here.length >= limit || this.#store.status().state !== 'ready') return here;
    const stored = await this.#store.recentExecutions(limit).catch(() => []);
    const known = new Set(here.map(({ execution_id }) => execution_id));
    return [...here, ...stored.filter(({ execution_id }) => !known.has(execution_id))]
      .sort((a, b) => (a.execution_id < b.execution_id ? 1 : -1))
      .slice(0, limit);
  }

  async find(id: string): Promise<Execution | null> {
    return this.#kept.get(id) ?? (await this.#store.execution(id));
  }

  #listFresh(): void {
    for (const run of this.#fresh.values()) {
      this.#list(run.id);
      this.#mirror.set('executions', run.id, runningSummary(run));
    }
    this.#fresh.clear();
  }

  #list(id: string): void {
    this.#listed.push(id);
    const gone = this.#listed.length > LISTED ? this.#listed.shift() : undefined;
    if (gone !== undefined) this.#mirror.set('executions', gone, null);
  }
}

import { ulid } from 'ulid';
import type { LostPatch } from '#shared/contract/master-state.ts';
import { Listeners } from '../../store/listeners.ts';

/** Of one session, and of how many sessions. */
export const MOST_LOST = 50;
const MOST_SESSIONS = 200;

/** Patches that came too late, until they are tried again or many newer ones came. All of it throws StoreUnavailable. */
export interface LostPatchShelf {
  keep(session: string, lost: Omit<LostPatch, 'lost_id'>): Promise<LostPatch>;
  /** Newest first. */
  of(session: string): Promise<LostPatch[]>;
  get(session: string, id: string): Promise<LostPatch | null>;
  /** False where there is none of that id. */
  forget(session: string, id: string): Promise<boolean>;
  /** Told where one was kept or is gone, by whomever; null where any may be. Returns the way to stop. */
  onChange(listener: (session: string | null) => void): () => void;
}

/** Those of this process alone. */
export class LostPatches implements LostPatchShelf {
  private readonly sessions = new Map<string, Map<string, LostPatch>>();
  private readonly changes = new Listeners<string | null>();

  async keep(session: string, lost: Omit<LostPatch, 'lost_id'>): Promise<LostPatch> {
    const kept = { lost_id: ulid(), ...lost };
    const all = this.sessions.get(session) ?? new Map<string, LostPatch>();
    all.set(kept.lost_id, kept);
    forgetOldest(all, MOST_LOST);
    // Last in order: the session that lost something longest ago is forgotten first.
    this.sessions.delete(session);
    this.sessions.set(session, all);
    forgetOldest(this.sessions, MOST_SESSIONS);
    this.changes.tell(session);
    return kept;
  }

  async of(session: string): Promise<LostPatch[]> {
    return [...(this.sessions.get(session)?.values() ?? [])].toReversed();
  }

  async get(session: string, id: string): Promise<LostPatch | null> {
    return this.sessions.get(session)?.get(id) ?? null;
  }

  async forget(session: string, id: string): Promise<boolean> {
    return this.drop(session, id);
  }

  has(session: string, id: string): boolean {
    return this.sessions.get(session)?.has(id) ?? false;
  }

  /** False where there is none of that id. */
  drop(session: string, id: string): boolean {
    const isDropped = this.sessions.get(session)?.delete(id) ?? false;
    if (isDropped) this.changes.tell(session);
    return isDropped;
  }

  onChange(listener: (session: string | null) => void): () => void {
    return this.changes.add(listener);
  }
}

const forgetOldest = (all: Map<string, unknown>, most: number): void => {
  for (const oldest of all.keys()) {
    if (all.size <= most) return;
    all.delete(oldest);
  }
};

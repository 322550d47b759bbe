import { ulid } from 'ulid';
import type { LostPatch } from '#shared/contract/master-state.ts';

/** Of one session, and of how many sessions. */
const MOST_LOST = 50;
const MOST_SESSIONS = 200;

/** Patches that came too late, kept by this process until they are tried again or many newer ones came. */
export class LostPatches {
  private readonly sessions = new Map<string, Map<string, LostPatch>>();

  keep(session: string, lost: Omit<LostPatch, 'lost_id'>): LostPatch {
    const kept = { lost_id: ulid(), ...lost };
    const all = this.sessions.get(session) ?? new Map<string, LostPatch>();
    all.set(kept.lost_id, kept);
    forgetOldest(all, MOST_LOST);
    // Last in order: the session that lost something longest ago is forgotten first.
    this.sessions.delete(session);
    this.sessions.set(session, all);
    forgetOldest(this.sessions, MOST_SESSIONS);
    return kept;
  }

  /** Newest first. */
  of(session: string): LostPatch[] {
    return [...(this.sessions.get(session)?.values() ?? [])].toReversed();
  }

  get(session: string, id: string): LostPatch | null {
    return this.sessions.get(session)?.get(id) ?? null;
  }

  forget(session: string, id: string): boolean {
    return this.sessions.get(session)?.delete(id) ?? false;
  }
}

const forgetOldest = (all: Map<string, unknown>, most: number): void => {
  for (const oldest of all.keys()) {
    if (all.size <= most) return;
    all.delete(oldest);
  }
};

/** Milliseconds each. `lockoutMs: null` lasts until the buzzers are enabled again. */
export interface PressRules {
  /** A contact that closes again within this time after its last edge has bounced. */
  debounceMs: number;
  /** After a press counts, so long no further one does. */
  lockoutMs: number | null;
  /** Whom a press locks out: the same buzzer, or all of them. */
  lockoutScope: 'own' | 'all';
  /** A press while the buzzers are off locks that buzzer for so long. 0: it costs nothing. */
  earlyPenaltyMs: number;
  /** With scope `all`, presses so soon after the first still count: they may have been earlier. */
  graceMs: number;
}

/** Why a press does not count. `early`: the buzzers are off. */
export type PressRefusal = 'bounce' | 'early' | 'locked' | 'too_many_buzzers';

interface Contact {
  edgeAt: number;
  lockedUntil: number;
  penaltyUntil: number;
}

const MOST_BUZZERS = 256;
/** A buzzer that was not touched for so long makes room for another where there are too many. */
const IDLE_MS = 60_000;

/** Decides which presses count. All times are milliseconds on one clock that never goes back. */
export class PressGate {
  #rules: PressRules;
  #enabled = false;
  #contacts = new Map<string, Contact>();
  /** Of scope `all`: presses that were made after `from` and before `until` don't count. */
  #closed: { from: number; until: number } | null = null;

  constructor(rules: PressRules) {
    this.#rules = rules;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  /** Enabling ends every lockout by a press; what an early press costs goes on. */
  enable(enabled: boolean): void {
    if (enabled) {
      this.#closed = null;
      for (const contact of this.#contacts.values()) contact.lockedUntil = -Infinity;
    }
    this.#enabled = enabled;
  }

  /** Null where the press counts, once it is on its way: then `lock` what it locks out. */
  judge(buzzerId: string, at: number): PressRefusal | null {
    const contact = this.#contactOf(buzzerId, at);
    if (!contact) return 'too_many_buzzers';
    const sinceEdge = at - contact.edgeAt;
    contact.edgeAt = Math.max(contact.edgeAt, at);
    if (Math.abs(sinceEdge) < this.#rules.debounceMs) return 'bounce';
    if (!this.#enabled) {
      const { earlyPenaltyMs } = this.#rules;
      if (earlyPenaltyMs > 0)
        contact.penaltyUntil = Math.max(contact.penaltyUntil, at + earlyPenaltyMs);
      return 'early';
    }
    if (at < Math.max(contact.lockedUntil, contact.penaltyUntil)) return 'locked';
    if (this.#closed && at >= this.#closed.from && at < this.#closed.until) return 'locked';
    return null;
  }

  /** The press counted. One that never left locks nobody out. */
  lock(buzzerId: string, at: number): void {
    const contact = this.#contacts.get(buzzerId);
    if (contact) this.#lock(contact, at);
  }

  #contactOf(buzzerId: string, at: number): Contact | null {
    let contact = this.#contacts.get(buzzerId);
    if (contact) return contact;
    if (this.#contacts.size >= MOST_BUZZERS) this.#forgetIdle(at);
    if (this.#contacts.size >= MOST_BUZZERS) return null;
    contact = { edgeAt: -Infinity, lockedUntil: -Infinity, penaltyUntil: -Infinity };
    this.#contacts.set(buzzerId, contact);
    return contact;
  }

  #forgetIdle(at: number): void {
    for (const [id, { edgeAt, lockedUntil, penaltyUntil }] of this.#contacts)
      if (Math.max(edgeAt + IDLE_MS, lockedUntil, penaltyUntil) < at) this.#contacts.delete(id);
  }

  #lock(contact: Contact, at: number): void {
    const { lockoutMs, lockoutScope, graceMs } = this.#rules;
    const until = lockoutMs === null ? Infinity : at + lockoutMs;
    if (lockoutMs !== 0) contact.lockedUntil = until;
    if (lockoutScope === 'own' || lockoutMs === 0) return;
    const before = this.#closed;
    const over = before !== null && at >= before.until;
    if (before && !over) return;
    this.#closed = { from: at + graceMs, until: Math.max(until, at + graceMs) };
  }
}

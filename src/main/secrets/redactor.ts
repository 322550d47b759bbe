import { SECRET_MIN_LENGTH } from '#shared/contract/secrets.ts';
import { MASK } from '#shared/domain/template.ts';
import { secretForms } from './secret-forms.ts';

/** Masks what may not be read. Without anything to mask, each gives back what it was given. */
export interface Redactor {
  redactText(text: string): string;
  /** A copy with every text in it masked, keys included; the same object where there is nothing to mask. */
  redactDeep<T>(value: T): T;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Where a text may have been cut through the middle of a secret: at its end, and before an ellipsis. */
const cutsIn = (text: string): number[] => {
  const cuts = [text.length];
  for (let at = text.lastIndexOf('…'); at > 0; at = text.lastIndexOf('…', at - 1))
    cuts.push(at);
  return cuts;
};

/** How many characters before `cut` are the beginning of a form; 0 where too few to tell. */
const beginningBefore = (text: string, cut: number, forms: readonly string[]): number => {
  let longest = 0;
  for (const form of forms) {
    const head = form.slice(0, SECRET_MIN_LENGTH);
    let at = text.indexOf(head, Math.max(0, cut - form.length));
    while (at !== -1 && cut - at > longest && at + head.length <= cut) {
      if (form.startsWith(text.slice(at, cut))) longest = cut - at;
      at = text.indexOf(head, at + 1);
    }
  }
  return longest;
};

/** `heads` finds the first letters of any form. */
const maskCuts = (text: string, forms: readonly string[], heads: RegExp): string => {
  const longest = forms[0]?.length ?? 0;
  let masked = text;
  for (const cut of cutsIn(text)) {
    if (!heads.test(text.slice(Math.max(0, cut - longest), cut))) continue;
    const length = beginningBefore(text, cut, forms);
    if (length > 0) masked = masked.slice(0, cut - length) + MASK + masked.slice(cut);
  }
  return masked;
};

/**
 * A redactor of these values, in any form that `secretForms` knows. Of values within one another the longest
 * is masked. The beginning of a value at the end of a text that was cut is masked too.
 */
export const redactor = (values: Iterable<string>): Redactor => {
  const forms = [...new Set([...values].flatMap(secretForms))].sort(
    (a, b) => b.length - a.length,
  );
  if (forms.length === 0) return { redactText: (text) => text, redactDeep: (value) => value };
  const pattern = new RegExp(forms.map(escaped).join('|'), 'g');
  const firstLetters = forms.map((form) => escaped(form.slice(0, SECRET_MIN_LENGTH)));
  const heads = new RegExp([...new Set(firstLetters)].join('|'));

  const redactText = (text: string): string =>
    maskCuts(text.replace(pattern, MASK), forms, heads);

  function redactDeep<T>(value: T): T;
  function redactDeep(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => redactDeep(item));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    let changed = false;
    const entries = Object.entries(value).map(([key, item]: [string, unknown]) => {
      const masked = [redactText(key), redactDeep(item)] as const;
      changed ||= masked[0] !== key || masked[1] !== item;
      return masked;
    });
    return changed ? Object.fromEntries(entries) : value;
  }

  return { redactText, redactDeep };
};

/** The redactor of this moment: what was ever hidden stays hidden, since an old value may still echo. */
export class Redaction implements Redactor {
  readonly #values = new Set<string>();
  #redactor = redactor([]);

  hide(values: Iterable<string>): void {
    const before = this.#values.size;
    for (const value of values) this.#values.add(value);
    if (this.#values.size > before) this.#redactor = redactor(this.#values);
  }

  /** True while there is nothing to mask. */
  get idle(): boolean {
    return this.#values.size === 0;
  }

  redactText(text: string): string {
    return this.#redactor.redactText(text);
  }

  redactDeep<T>(value: T): T {
    return this.#redactor.redactDeep(value);
  }
}

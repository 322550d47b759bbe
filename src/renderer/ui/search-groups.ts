/** One thing to choose. */
export interface PickItem {
  id: string;
  /** Behind its name: `OSC`. */
  chip?: string;
  /** What it does, or is. */
  detail?: string;
}

export interface PickGroup {
  label: string;
  items: readonly PickItem[];
}

const textOf = ({ id, chip = '', detail = '' }: PickItem, label: string): string =>
  `${id} ${chip} ${detail} ${label}`.toLowerCase();

/** The items that hold every word of what is typed, in their groups; a name that begins with it comes first. */
export const searchGroups = (groups: readonly PickGroup[], typed: string): PickGroup[] => {
  const text = typed.trim().toLowerCase();
  const words = text.split(/\s+/).filter(Boolean);
  const rank = ({ id }: PickItem): number => (id.toLowerCase().startsWith(text) ? 0 : 1);
  return groups
    .map(({ label, items }) => ({
      label,
      items: items
        .filter((item) => {
          const all = textOf(item, label);
          return words.every((word) => all.includes(word));
        })
        .toSorted((a, b) => rank(a) - rank(b)),
    }))
    .filter(({ items }) => items.length > 0);
};

/** The one that is named so, else the first. */
export const bestOf = (groups: readonly PickGroup[], typed: string): PickItem | null => {
  const items = groups.flatMap((group) => group.items);
  return items.find(({ id }) => id === typed.trim()) ?? items[0] ?? null;
};

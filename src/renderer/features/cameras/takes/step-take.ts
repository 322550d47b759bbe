/** The line that a key of the keyboard leads to from the selected one; none selected is before the first. */
export const stepTake = (
  keys: readonly string[],
  selected: string | null,
  pressed: string,
): string | null => {
  const at = selected === null ? -1 : keys.indexOf(selected);
  const last = keys.length - 1;
  const to: Record<string, number> = {
    ArrowDown: Math.min(last, at + 1),
    ArrowUp: Math.max(0, at - 1),
    PageDown: Math.min(last, at + 10),
    PageUp: Math.max(0, at - 10),
    Home: 0,
    End: last,
  };
  const index = to[pressed];
  return index === undefined ? null : (keys[index] ?? null);
};

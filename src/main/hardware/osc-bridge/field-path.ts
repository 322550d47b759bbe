/** What stands at `player.name` or `scores.0`; undefined where the way does not exist. Own fields only. */
export const fieldOf = (value: unknown, path: string): unknown => {
  let here = value;
  for (const name of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name))
      return undefined;
    here = Reflect.get(here, name);
  }
  return here;
};

import type { PackListing } from '#shared/contract/packs.ts';
import { isSameJson } from '#shared/domain/field-conflicts.ts';
import type { Pack } from '../show/packs.ts';
import type { Store } from '../store/store.ts';
import { faultError } from './faults.ts';

/** What a show has of the packs, and how it gets the rest. */
export const packsOf = (load: () => Promise<Pack[]>, store: Store) => ({
  async list(): Promise<PackListing[]> {
    const [packs, stored] = await Promise.all([load(), store.list('protocol')]);
    const byName = new Map(stored.map((protocol) => [protocol.protocol_name, protocol]));
    return packs.map(({ pack, title, version, protocols }) => ({
      pack,
      title,
      version,
      protocols: protocols.map((offered) => {
        const there = byName.get(offered.protocol_name) ?? null;
        const state =
          there === null ? 'missing' : isSameJson(there, offered) ? 'same' : 'edited';
        return { state, offered, stored: there };
      }),
    }));
  },

  async install(
    name: string,
    replace: readonly string[],
  ): Promise<{ written: string[]; kept: string[] }> {
    const pack = (await load()).find((each) => each.pack === name);
    if (!pack)
      throw faultError({
        error_type: 'not_found',
        message: `There is no pack named ${name}.`,
        details: { hint: 'The list of packs shows what came with the app.' },
      });
    const wrote = await Promise.all(
      pack.protocols.map(async (protocol) => {
        const { protocol_name } = protocol;
        if (!replace.includes(protocol_name))
          return store.putIfAbsent('protocol', protocol_name, protocol);
        await store.put('protocol', protocol_name, protocol);
        return true;
      }),
    );
    const names = (which: boolean): string[] =>
      pack.protocols
        .filter((_, index) => wrote[index] === which)
        .map(({ protocol_name }) => protocol_name);
    return { written: names(true), kept: names(false) };
  },
});

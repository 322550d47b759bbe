import type {
  InstalledPack,
  PackInstallBody,
  PackInstalled,
  PackListing,
} from '#shared/contract/packs.ts';
import { ProtocolSchema, type Protocol } from '#shared/contract/protocol.ts';
import { isSameJson } from '#shared/domain/field-conflicts.ts';
import { mergePacked, packState } from '#shared/domain/pack-state.ts';
import { isoNow, type Clock } from '../clock.ts';
import type { Pack } from '../show/packs.ts';
import { Stale } from '../store/expected.ts';
import { revisionOf } from '../store/revision.ts';
import type { Expected, Store } from '../store/store.ts';
import { faultError } from './faults.ts';

interface PacksDeps {
  load: () => Promise<Pack[]>;
  store: Store;
  clock: Clock;
}

type Packed = PackListing['protocols'][number];

const noPack = (name: string) =>
  faultError({
    error_type: 'not_found',
    message: `There is no pack named ${name}.`,
    details: { hint: 'The list of packs shows what came with the app.' },
  });

/** What an install makes of a protocol; null leaves it as it is. */
const wanted = (
  { state, offered, stored, base }: Packed,
  name: string,
  { replace, leave }: Pick<PackInstallBody, 'replace' | 'leave'>,
): Protocol | null => {
  if (state === 'missing') return offered;
  if (state === 'same' || stored === null) return null;
  if (replace.includes(name)) return offered;
  if (leave.includes(name) || state === 'edited' || base === null) return null;
  return state === 'newer' ? offered : mergePacked(offered, stored, base);
};

const expectedOf = (revision: string | null): Expected =>
  revision === null ? 'absent' : { revisions: [revision] };

/** True when it was written; false where something else stands there than was looked at. */
const writeOver = async (
  store: Store,
  protocol: Protocol,
  revision: string | null,
): Promise<boolean> => {
  try {
    await store.put('protocol', protocol.protocol_name, protocol, expectedOf(revision));
    return true;
  } catch (error) {
    if (error instanceof Stale) return false;
    throw error;
  }
};

/** What a show has of the packs, and how it gets the rest. */
export const packsOf = ({ load, store, clock }: PacksDeps) => {
  const installed = async (name: string): Promise<InstalledPack | null> => {
    const found = await store.read('pack', name);
    return found.found === 'present' ? found.value : null;
  };

  const listed = async (
    { pack, title, version, protocols }: Pack,
    stored: ReadonlyMap<string, Protocol>,
  ): Promise<PackListing> => {
    const record = await installed(pack);
    return {
      pack,
      title,
      version,
      installed_version: record?.version ?? null,
      protocols: protocols.map((offered) => {
        const there = stored.get(offered.protocol_name) ?? null;
        const base = record?.protocols[offered.protocol_name] ?? null;
        return {
          state: packState(offered, there, base),
          offered,
          stored: there,
          base,
          revision: there && revisionOf('protocol', there),
        };
      }),
    };
  };

  const storedByName = async (): Promise<Map<string, Protocol>> =>
    new Map((await store.list('protocol')).map((value) => [value.protocol_name, value]));

  return {
    async list(): Promise<PackListing[]> {
      const [packs, stored] = await Promise.all([load(), storedByName()]);
      return Promise.all(packs.map((pack) => listed(pack, stored)));
    },

    async install(name: string, body: PackInstallBody): Promise<PackInstalled> {
      const pack = (await load()).find((each) => each.pack === name);
      if (!pack) throw noPack(name);
      const [record, listing] = await Promise.all([
        installed(name),
        storedByName().then((stored) => listed(pack, stored)),
      ]);
      const protocols: InstalledPack['protocols'] = { ...record?.protocols };
      const before: Record<string, Protocol | null> = {};
      const wrote: Record<string, Protocol> = {};
      const kept: string[] = [];
      const stale: string[] = [];
      await Promise.all(
        listing.protocols.map(async (packed) => {
          const { offered, stored, state, revision } = packed;
          const { protocol_name } = offered;
          const seen = body.revisions[protocol_name];
          const value = wanted(packed, protocol_name, body);
          if (value === null) {
            kept.push(protocol_name);
            if (state === 'same') protocols[protocol_name] = offered;
          } else if (
            (seen !== undefined && seen !== revision) ||
            !(await writeOver(store, value, revision))
          )
            stale.push(protocol_name);
          else {
            before[protocol_name] = stored;
            wrote[protocol_name] = value;
            protocols[protocol_name] = offered;
          }
        }),
      );
      await store.put('pack', name, {
        ...record,
        pack: name,
        version: pack.version,
        installed_at: isoNow(clock),
        protocols,
        undo: {
          version: record?.version ?? null,
          protocols: record?.protocols ?? {},
          before,
          wrote,
        },
      });
      const inOrder = (names: readonly string[]): string[] =>
        pack.protocols.map((each) => each.protocol_name).filter((each) => names.includes(each));
      return {
        written: inOrder(Object.keys(wrote)),
        kept: inOrder(kept),
        stale: inOrder(stale),
      };
    },

    async undo(name: string): Promise<{ restored: string[]; kept: string[] }> {
      const record = await installed(name);
      const undo = record?.undo;
      if (!record || !undo)
        throw faultError({
          error_type: 'not_found',
          message: `There is no install of ${name} to take back.`,
          details: { hint: 'It was taken back already, or another one came after it.' },
        });
      const stored = await storedByName();
      const restored: string[] = [];
      const kept: string[] = [];
      for (const [protocol, value] of Object.entries(undo.wrote)) {
        const now = stored.get(protocol);
        const former = ProtocolSchema.safeParse(undo.before[protocol]);
        const isOurs = now !== undefined && isSameJson(now, value);
        const done = isOurs && (await putBack(store, now, former.data ?? null));
        (done ? restored : kept).push(protocol);
      }
      const { undo: _, ...rest } = record;
      if (undo.version === null && Object.keys(undo.protocols).length === 0)
        await store.remove('pack', name);
      else
        await store.put('pack', name, {
          ...rest,
          version: undo.version ?? record.version,
          protocols: undo.protocols,
        });
      return { restored, kept };
    },
  };
};

const putBack = async (
  store: Store,
  now: Protocol,
  former: Protocol | null,
): Promise<boolean> => {
  const revision = revisionOf('protocol', now);
  if (former) return writeOver(store, former, revision);
  try {
    return await store.remove('protocol', now.protocol_name, { revisions: [revision] });
  } catch (error) {
    if (error instanceof Stale) return false;
    throw error;
  }
};

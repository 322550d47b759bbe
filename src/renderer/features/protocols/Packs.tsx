import './protocols.css';
import { Download, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Fault } from '#shared/contract/errors.ts';
import type { PackListing } from '#shared/contract/packs.ts';
import { fieldChanges } from '#shared/domain/field-conflicts.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { putEntity } from '../../link/save-entity.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { useProtocols } from '../../state/mirror-store.ts';
import { say } from '../../state/undo-toast.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { SetupTabs } from '../../ui/SetupTabs.tsx';
import { packFileText, readPackFile } from './pack-file.ts';

type Packed = PackListing['protocols'][number];

const shown = (value: unknown): string =>
  value === undefined ? '(not there)' : JSON.stringify(value);

const Difference = ({ packed }: { packed: Packed }) => (
  <ul className="pr-diff">
    {fieldChanges(packed.stored, packed.offered, packed.stored ?? {}).map(
      ({ path, theirs, mine }) => (
        <li key={path}>
          <b className="fig">{path}</b> yours <code>{shown(mine)}</code> · pack’s{' '}
          <code>{shown(theirs)}</code>
        </li>
      ),
    )}
  </ul>
);

interface PackPartProps {
  listing: PackListing;
  onInstall: (pack: string, replace: string[]) => void;
}

const PackPart = ({ listing, onInstall }: PackPartProps) => {
  const { pack, title, version, protocols } = listing;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const missing = protocols.filter(({ state }) => state === 'missing').length;
  const edited = protocols.filter(({ state }) => state === 'edited');
  const there = protocols.length - missing;
  return (
    <section className="pr-part" aria-label={title}>
      <div className="pr-line">
        <h2>{title}</h2>
        <span className="mut">
          version {version} · {there} of {protocols.length} installed
          {edited.length > 0 && ` · ${edited.length} differ`}
        </span>
        <span className="grow" />
        <button
          type="button"
          className="btn"
          disabled={missing === 0 && chosen.length === 0}
          onClick={() => {
            onInstall(pack, [...chosen]);
            setChosen([]);
          }}
        >
          {missing > 0 ? `Install ${missing}` : 'Update'}
          {chosen.length > 0 && `, replace ${chosen.length}`}
        </button>
      </div>
      {edited.map((packed) => {
        const name = packed.offered.protocol_name;
        return (
          <div key={name}>
            <label className="pr-check">
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={(event) =>
                  setChosen((now) =>
                    event.target.checked
                      ? [...now, name]
                      : now.filter((other) => other !== name),
                  )
                }
              />
              <span>
                Replace <b className="fig">{name}</b> by the pack’s
              </span>
            </label>
            <Difference packed={packed} />
          </div>
        );
      })}
      <details>
        <summary className="mut">What is in it</summary>
        <ul className="pr-used">
          {protocols.map(({ offered, state }) => (
            <li key={offered.protocol_name} className="chip fig">
              {state === 'missing' ? (
                `${offered.protocol_name} · missing`
              ) : (
                <Link href={`/protocols/${offered.protocol_name}`}>
                  {offered.protocol_name}
                </Link>
              )}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
};

const download = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** A selection of one's own as a file, and back. */
const OwnPack = () => {
  const protocols = useProtocols();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const file = useRef<HTMLInputElement>(null);
  const bring = async (text: string): Promise<void> => {
    const read = readPackFile(text);
    setFaults(read.ok ? [] : read.faults.slice(0, 20));
    if (!read.ok) return;
    const written = await Promise.all(
      read.protocols.map((protocol) =>
        putEntity('protocol', protocol.protocol_name, protocol, null),
      ),
    );
    const kept = read.protocols.filter((_, at) => written[at]?.ok === false);
    say(
      `${written.length - kept.length} imported${kept.length > 0 ? `; there already, kept as they are: ${kept.map(({ protocol_name }) => protocol_name).join(', ')}` : ''}`,
    );
  };
  return (
    <section className="pr-part" aria-label="Your own pack">
      <div className="pr-line">
        <h2>Your own pack</h2>
        <span className="grow" />
        <input
          ref={file}
          type="file"
          accept="application/json,.json"
          className="sr"
          aria-label="Pack file"
          tabIndex={-1}
          onChange={(event) => {
            void event.target.files?.[0]?.text().then(bring);
            event.target.value = '';
          }}
        />
        <button type="button" className="btn" onClick={() => file.current?.click()}>
          <Upload className="i i-14" aria-hidden />
          Import a pack file
        </button>
        <button
          type="button"
          className="btn"
          disabled={chosen.length === 0}
          onClick={() =>
            download(
              'protocols.pack.json',
              packFileText(
                'Own protocols',
                chosen.flatMap((name) => protocols[name] ?? []),
              ),
            )
          }
        >
          <Download className="i i-14" aria-hidden />
          Export {chosen.length}
        </button>
      </div>
      {faults.map((fault) => (
        <FaultNote key={fault} message={fault} hint={null} />
      ))}
      <label className="f">
        <span className="mut">Protocols to export (Ctrl picks several)</span>
        <select
          multiple
          size={8}
          className="in area fig"
          value={[...chosen]}
          onChange={(event) =>
            setChosen([...event.target.selectedOptions].map(({ value }) => value))
          }
        >
          {Object.keys(protocols)
            .sort()
            .map((name) => (
              <option key={name}>{name}</option>
            ))}
        </select>
      </label>
    </section>
  );
};

const listPacks = (): Promise<PackListing[]> =>
  ask((client, options) => client.packs.list(undefined, options));

/** Protocols that came with the app, what the show has of them, and files of one's own. */
export const Packs = () => {
  const [packs, setPacks] = useState<PackListing[]>([]);
  const [fault, setFault] = useState<Fault | null>(null);
  const isLive = useIsLive();
  useEffect(() => {
    if (isLive) listPacks().then(setPacks, (error: unknown) => setFault(faultOf(error)));
  }, [isLive]);
  const install = async (name: string, replace: string[]): Promise<void> => {
    try {
      const { written } = await ask((client, options) =>
        client.packs.install({ params: { name }, body: { replace } }, options),
      );
      say(`${written.length} protocols written`);
      setPacks(await listPacks());
      setFault(null);
    } catch (error) {
      setFault(faultOf(error));
    }
  };
  return (
    <div className="page">
      <div className="page-head">
        <h1>Packs</h1>
        <SetupTabs at="/packs" />
        <span className="mut">{packs.length}</span>
      </div>
      <ScrollRegion className="page-body" label="Packs">
        {fault && (
          <div className="pr-note">
            <FaultNote message={fault.message} hint={hintOf(fault)} />
          </div>
        )}
        {packs.map((listing) => (
          <PackPart
            key={listing.pack}
            listing={listing}
            onInstall={(name, replace) => void install(name, replace)}
          />
        ))}
        <OwnPack />
      </ScrollRegion>
    </div>
  );
};

import './protocols.css';
import { useEffect, useState } from 'react';
import type { Fault } from '#shared/contract/errors.ts';
import type { PackInstallBody, PackListing } from '#shared/contract/packs.ts';
import { ask } from '../../link/engine.ts';
import { faultOf, hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { useMirror } from '../../state/mirror-store.ts';
import { offerUndo, say } from '../../state/undo-toast.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { SetupTabs } from '../../ui/SetupTabs.tsx';
import { OwnPack } from './OwnPack.tsx';
import { PackPart } from './PackPart.tsx';

const listPacks = (): Promise<PackListing[]> =>
  ask((client, options) => client.packs.list(undefined, options));

const takeBack = async (name: string, title: string): Promise<void> => {
  try {
    const { restored, kept } = await ask((client, options) =>
      client.packs.undo({ params: { name } }, options),
    );
    const changed = kept.length === 0 ? '' : `; changed since, left: ${kept.join(', ')}`;
    say(`${title}: ${restored.length} as before${changed}`);
  } catch (error) {
    say(`${title} is not as before: ${faultOf(error).message}`);
  }
};

/** Protocols that came with the app, what the show has of them, and files of one's own. */
export const Packs = () => {
  const [packs, setPacks] = useState<PackListing[]>([]);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const isLive = useIsLive();
  useEffect(() => {
    if (!isLive) return undefined;
    let newest = 0;
    const refresh = async (): Promise<void> => {
      newest += 1;
      const mine = newest;
      try {
        const listed = await listPacks();
        if (mine === newest) setPacks(listed);
      } catch (error) {
        if (mine === newest) setFault(faultOf(error));
      }
    };
    void refresh();
    // Whoever changes a protocol, here or elsewhere, by an import or a Python agent: the list is made anew.
    const stop = useMirror.subscribe(({ protocols }, before) => {
      if (protocols !== before.protocols) void refresh();
    });
    return () => {
      newest = -1;
      stop();
    };
  }, [isLive]);
  const install = async (
    { pack: name, title }: PackListing,
    body: PackInstallBody,
  ): Promise<void> => {
    setIsBusy(true);
    try {
      const { written, stale } = await ask((client, options) =>
        client.packs.install({ params: { name }, body }, options),
      );
      const late =
        stale.length === 0 ? '' : `; changed meanwhile, left as they are: ${stale.join(', ')}`;
      const text = `${title}: ${written.length} written${late}`;
      if (written.length === 0) say(text);
      else offerUndo(text, () => void takeBack(name, title));
      setPacks(await listPacks());
      setFault(null);
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      setIsBusy(false);
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
            isBusy={isBusy}
            onInstall={(body) => void install(listing, body)}
          />
        ))}
        <OwnPack />
      </ScrollRegion>
    </div>
  );
};

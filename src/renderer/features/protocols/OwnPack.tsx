import { Download, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { putEntity } from '../../link/save-entity.ts';
import { useProtocols } from '../../state/mirror-store.ts';
import { say } from '../../state/undo-toast.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { packFileText, readPackFile } from './pack-file.ts';

const download = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** A selection of one's own as a file, and back. */
export const OwnPack = () => {
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

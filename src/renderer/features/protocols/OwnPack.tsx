import { Download, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { putEntity } from '../../link/save-entity.ts';
import { useProtocols } from '../../state/mirror-store.ts';
import { say } from '../../state/undo-toast.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { packFileName, packFileText, readPackFile } from './pack-file.ts';
import { ProtocolChoice } from './ProtocolChoice.tsx';

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
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [title, setTitle] = useState('Own protocols');
  const [faults, setFaults] = useState<readonly string[]>([]);
  const file = useRef<HTMLInputElement>(null);
  const leaving = [...chosen].sort().flatMap((name) => protocols[name] ?? []);
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
          disabled={leaving.length === 0 || title.trim() === ''}
          onClick={() => download(packFileName(title), packFileText(title.trim(), leaving))}
        >
          <Download className="i i-14" aria-hidden />
          Export {leaving.length}
        </button>
      </div>
      {faults.map((fault) => (
        <FaultNote key={fault} message={fault} hint={null} />
      ))}
      <TextField
        label="Name of the pack"
        value={title}
        onChange={setTitle}
        most={80}
        help="Whoever imports it reads this, and the file is named after it."
      />
      <ProtocolChoice chosen={chosen} onChange={setChosen} />
    </section>
  );
};

import { useRef } from 'react';
import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import { hintOf } from '../../link/faults.ts';
import { useIsLive } from '../../state/connection-store.ts';
import { DropButton } from '../../ui/DropButton.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { SaveButton } from '../../ui/SaveButton.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { goTo, MappingEditor } from './MappingEditor.tsx';
import { MappingFaults } from './MappingFaults.tsx';
import { useMappingText } from './use-mapping-text.ts';

/** The file was changed by somebody else while something is typed here: both are there, and one chooses. */
const Changed = ({
  text,
  onTheirs,
  onMine,
}: {
  text: string;
  onTheirs: () => void;
  onMine: () => void;
}) => (
  <div className="hw-note" data-tone="amber">
    <output>
      <b>The file was changed on the disk meanwhile.</b> What is typed here is not lost.
    </output>
    <span className="hw-row">
      <button type="button" className="btn" onClick={onTheirs}>
        Take the file’s text
      </button>
      <button type="button" className="btn" onClick={onMine}>
        Go on with mine
      </button>
    </span>
    <details className="hw-fold">
      <summary>As it stands on the disk</summary>
      <ScrollRegion className="code-theirs" label="As it stands on the disk">
        <pre className="fig">{text}</pre>
      </ScrollRegion>
    </details>
  </div>
);

/** The mapping file of a bridge with its lines numbered, what is wrong in it, and the way to change it here. */
export const MappingText = ({ client }: { client: HardwareListing }) => {
  const { client_id: id, osc, state } = client;
  const field = useRef<HTMLTextAreaElement>(null);
  const isLive = useIsLive();
  const edit = useMappingText(id, osc?.mapping.stamp ?? '', state);
  const { stored, draft } = edit;
  // What the bridge found besides, such as a port that is taken, belongs to the text that it read.
  const isRead = osc !== null && stored?.stamp === osc.mapping.stamp;
  const faults = !draft && isRead ? osc.mapping.faults : edit.faults;
  if (!stored)
    return edit.fault ? (
      <FaultNote message={edit.fault.message} hint={hintOf(edit.fault)} />
    ) : (
      <p className="help">Waiting for its text.</p>
    );
  const text = draft?.text ?? stored.text;
  return (
    <section aria-label="Mapping file" className="hw-map">
      <div className="bar edit-bar">
        <b className="fig cut hw-file" title={stored.file}>
          {stored.file}
        </b>
        {faults.length > 0 && (
          <span className="chip" data-tone="amber">
            {faults.length === 1 ? '1 fault' : `${faults.length} faults`}
          </span>
        )}
        <span className="grow" />
        {draft && <DropButton onDrop={edit.drop} />}
        {text !== null && (
          <SaveButton
            canSave={
              isLive &&
              draft !== null &&
              faults.length === 0 &&
              !edit.isBusy &&
              !edit.hasChanged
            }
            onSave={() => void edit.save()}
          />
        )}
      </div>
      {edit.hasChanged && (
        <Changed text={stored.text ?? ''} onTheirs={edit.drop} onMine={edit.keep} />
      )}
      {edit.fault && !edit.hasChanged && (
        <FaultNote message={edit.fault.message} hint={hintOf(edit.fault)} />
      )}
      {text !== null && (
        <MappingEditor
          field={field}
          label="Text of the mapping file"
          text={text}
          faults={faults}
          onChange={edit.type}
        />
      )}
      <MappingFaults
        faults={faults}
        onGo={text === null ? null : (fault) => goTo(field.current, fault)}
      />
    </section>
  );
};

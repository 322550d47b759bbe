import { Ban } from 'lucide-react';
import type { CommandView } from '#shared/contract/execution.ts';
import { commandBytes } from '../../ui/command-bytes.ts';
import { WireBytes, type WireShown } from '../../ui/WireBytes.tsx';
import {
  commandTarget,
  commandText,
  cutLong,
  type ActionPreview,
  type PreviewedWay,
} from './preview.ts';

const BYTELESS: Partial<Record<CommandView['transport'], string>> = {
  camera: 'No bytes: the control room does it itself.',
};

interface WayProps {
  /** Of its action; null from the second way on. */
  number: number | null;
  way: PreviewedWay;
  as: WireShown;
}

/** One command: whom it goes to, in which case, and what it is. */
const WayLine = ({ number, way: { device_id, when, preview }, as }: WayProps) => {
  const said = when === '' ? null : <span className="chip">{when}</span>;
  const whom = when === '' ? '' : `${device_id} · `;
  if (preview.kind === 'nothing')
    return (
      <div className="iv-way" data-nothing={preview.isMeant ? undefined : true}>
        <div className="iv-head">
          {number !== null && <span className="fig mut">{number}</span>}
          <b>Nothing</b>
          {when !== '' && <span className="cut">to {device_id}</span>}
          {said}
          <span className="grow" />
          <Ban className="i i-14" aria-hidden />
          would not leave
        </div>
        <p className="iv-why">{cutLong(preview.message)}</p>
      </div>
    );
  const { view, isSimulated } = preview;
  const bytes = as === 'text' ? null : commandBytes(view);
  return (
    <div className="iv-way">
      <div className="iv-head">
        {number !== null && <span className="fig mut">{number}</span>}
        <b>{view.transport.toUpperCase()}</b>
        <span className="sec cut">
          {isSimulated ? `${whom}to the built-in simulator` : `${whom}${commandTarget(view)}`}
        </span>
        {isSimulated && <span className="sim">SIM</span>}
        {said}
        {bytes && <span className="fig mut iv-size">{bytes.length} B</span>}
      </div>
      {bytes ? (
        <div className="iv-bytes">
          {as === 'both' && view.transport === 'osc' && <pre>{commandText(view)}</pre>}
          <WireBytes bytes={bytes} as={as} />
        </div>
      ) : (
        <pre>{cutLong(commandText(view))}</pre>
      )}
      {as !== 'text' && !bytes && <p className="iv-why">{BYTELESS[view.transport]}</p>}
    </div>
  );
};

/** Everything that one action may send. */
export const ActionLines = ({
  number,
  preview: { together, ways },
  as,
}: {
  number: number;
  preview: ActionPreview;
  as: WireShown;
}) => (
  <li>
    {together !== '' && (
      <p className="iv-head">
        <span className="fig mut">{number}</span>
        <b className="cut">{together}</b>
      </p>
    )}
    {ways.map((way, at) => (
      <WayLine
        // oxlint-disable-next-line react/no-array-index-key -- their order is what they are
        key={at}
        number={at === 0 && together === '' ? number : null}
        way={way}
        as={as}
      />
    ))}
  </li>
);

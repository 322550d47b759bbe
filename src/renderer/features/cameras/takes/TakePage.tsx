import './takes.css';
import './viewer.css';
import { Copy, FileVideo, RotateCcw } from 'lucide-react';
import { Link } from 'wouter';
import type { TakeView } from '#shared/contract/take-view.ts';
import { hintOf } from '../../../link/faults.ts';
import { useCopyText } from '../../../state/use-copy-text.ts';
import { CopyDialog } from '../../../ui/CopyDialog.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { returnToList } from './takes-store.ts';
import { useTake } from './use-take.ts';
import { RecoveredMark, Verdict } from './Verdict.tsx';
import { Viewer } from './Viewer.tsx';

export interface TakePageProps {
  file: string;
  /** As the address has it; none is the first. */
  frame: string | undefined;
  folder: string | undefined;
}

const Head = ({ file, take }: { file: string; take: TakeView | null }) => {
  const { copy, byHand, close } = useCopyText();
  return (
    <div className="page-head take-head">
      <Link href="/cameras" className="m-crumb take-back" onClick={returnToList}>
        Cameras
      </Link>
      <span className="mut" aria-hidden>
        /
      </span>
      <h1 className="cut fig" title={take?.path ?? file}>
        {file}
      </h1>
      {take && <Verdict of={take.verdict} />}
      {take?.recovered && <RecoveredMark />}
      <span className="grow" />
      <button
        type="button"
        className="btn"
        data-kind="quiet"
        onClick={() => copy('The name', file)}
      >
        <Copy className="i i-14" aria-hidden />
        Copy name
      </button>
      {take && (
        <button
          type="button"
          className="btn"
          data-kind="quiet"
          title={take.path}
          onClick={() => copy('The path', take.path)}
        >
          <Copy className="i i-14" aria-hidden />
          Copy path
        </button>
      )}
      {byHand !== null && <CopyDialog text={byHand} onClose={close} />}
    </div>
  );
};

const OneTake = ({ file, frame, folder }: TakePageProps) => {
  const { take, fault, again } = useTake(file, folder);
  const addressed = /^\d{1,9}$/.test(frame ?? '') ? Number(frame) : 0;
  return (
    <div className="page take-page">
      <Head file={file} take={take} />
      {take && <Viewer key={take.version} take={take} folder={folder} addressed={addressed} />}
      {!take && !fault && <p className="waiting sec">Reading the take.</p>}
      {!take && fault && (
        <EmptyState icon={FileVideo} title={fault.message}>
          <p>{hintOf(fault)}</p>
          <p className="take-ways">
            <button type="button" className="btn" onClick={again}>
              <RotateCcw className="i i-14" aria-hidden />
              Try again
            </button>
            <Link href="/cameras" className="btn">
              Show all takes
            </Link>
          </p>
        </EmptyState>
      )}
    </div>
  );
};

/** The page of one take. */
export const TakePage = (props: TakePageProps) => (
  <OneTake key={`${props.folder ?? ''}/${props.file}`} {...props} />
);

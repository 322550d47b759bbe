import { AppWindow, CircleHelp } from 'lucide-react';
import type { Revision } from '#shared/contract/revisions.ts';
import { dateOf, timeOf, utcOf } from '../../state/local-time.ts';
import { OriginLabel } from '../../ui/OriginLabel.tsx';
import { changeWords, nobodyWords, whereWords } from './history-words.ts';

const Nobody = ({ via }: Pick<Revision, 'via'>) => {
  const Icon = via === 'app' ? AppWindow : CircleHelp;
  return (
    <span className="org">
      <Icon className="i" aria-hidden />
      <span className="cut">{nobodyWords(via)}</span>
    </span>
  );
};

interface RevisionRowProps {
  revision: Revision;
  /** It is what stands. */
  isCurrent: boolean;
  isPicked: boolean;
  onPick: () => void;
}

/** One change: when, what, who and from where. */
export const RevisionRow = ({ revision, isCurrent, isPicked, onPick }: RevisionRowProps) => {
  const { at, by, via } = revision;
  return (
    <li>
      <label className="h-row" data-picked={isPicked ? true : undefined}>
        <input
          type="radio"
          className="sr"
          name="revision"
          checked={isPicked}
          onChange={onPick}
        />
        <span className="h-what">
          <b className="cut">{changeWords(revision)}</b>
          {isCurrent && <span className="chip">stands now</span>}
        </span>
        <time className="fig" dateTime={at} title={utcOf(at)}>
          <span className="mut">{dateOf(at)}</span> {timeOf(at).seconds}
        </time>
        <span className="h-who">
          {by === null ? <Nobody via={via} /> : <OriginLabel origin={by} />}
          <span className="mut">{whereWords(via)}</span>
        </span>
      </label>
    </li>
  );
};

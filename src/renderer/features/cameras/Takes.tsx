import './takes.css';
import { Check, X } from 'lucide-react';
import { Fragment } from 'react';
import type { Take } from '#shared/contract/camera.ts';
import { hintOf } from '../../link/faults.ts';
import { dateOf, momentOf, timeOf, utcOf } from '../../state/local-time.ts';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { dropWords, elapsedWords, gapWords, sizeWords, sumOf } from './camera-words.ts';
import { useTakes } from './use-takes.ts';

/** More than anybody reads; the files themselves are all in the folder. */
const MOST_SHOWN = 200;

const lengthOf = ({ started_at, stopped_at }: Take): string => {
  const from = momentOf(started_at);
  const to = stopped_at === null ? null : momentOf(stopped_at);
  return from === null || to === null ? '–' : elapsedWords(to - from);
};

const Verdict = ({ of }: { of: Take['verdict'] }) => (
  <span className="verdict" data-verdict={of}>
    {of === 'PASS' ? (
      <Check className="i i-14" aria-hidden />
    ) : (
      <X className="i i-14" aria-hidden />
    )}
    {of}
  </span>
);

const notesOf = (take: Take): string[] => [
  ...(take.recovered ? ['Recovered: the app ended while it wrote.'] : []),
  ...take.reasons,
  ...(sumOf(take.drops) > 0 ? [`Dropped: ${dropWords(take.drops)}.`] : []),
];

const Row = ({ take }: { take: Take }) => {
  const drops = sumOf(take.drops);
  const notes = notesOf(take);
  return (
    <Fragment>
      <tr title={take.file} data-noted={notes.length > 0 ? true : undefined}>
        <td>
          <Verdict of={take.verdict} />
        </td>
        <td className="fig">{String(take.trial_number).padStart(3, '0')}</td>
        <td className="name">{take.camera}</td>
        <td className="t-session">{take.session_prefix}</td>
        <td className="fig" title={`${dateOf(take.started_at)}, ${utcOf(take.started_at)}`}>
          {timeOf(take.started_at).seconds}
        </td>
        <td className="num">{lengthOf(take)}</td>
        <td className="num">{take.frames}</td>
        <td className="num t-more">{take.rows}</td>
        <td className="num">{take.actual_fps.toFixed(2)}</td>
        <td className={drops > 0 ? 'num c-amber' : 'num'}>{drops}</td>
        <td className="num t-more">{gapWords(take.largest_gap_ms)}</td>
        <td className="num t-more">{sizeWords(take.bytes)}</td>
      </tr>
      {notes.length > 0 && (
        <tr className="why" data-verdict={take.verdict}>
          <td colSpan={12}>{notes.join(' ')}</td>
        </tr>
      )}
    </Fragment>
  );
};

const Table = ({ takes }: { takes: Take[] }) => (
  <table className="takes">
    <thead>
      <tr>
        <th>Verdict</th>
        <th>Trial</th>
        <th>Camera</th>
        <th className="t-session">Session</th>
        <th>Start</th>
        <th className="num">Length</th>
        <th className="num">Frames</th>
        <th className="num t-more">Rows</th>
        <th className="num">fps</th>
        <th className="num">Drops</th>
        <th className="num t-more">Max gap</th>
        <th className="num t-more">Size</th>
      </tr>
    </thead>
    <tbody>
      {takes.slice(0, MOST_SHOWN).map((take) => (
        <Row key={take.file} take={take} />
      ))}
    </tbody>
  </table>
);

/** What was recorded, each take judged when it ended, and why. */
export const Takes = () => {
  const { takes, fault, judging } = useTakes();
  const failed = takes?.filter(({ verdict }) => verdict === 'FAIL').length ?? 0;
  return (
    <section className="pane" aria-label="Takes">
      <div className="bar">
        <h2>Takes</h2>
        {takes !== null && takes.length > 0 && (
          <span className="mut cut">
            {takes.length - failed} pass, {failed} fail
            {takes.length > MOST_SHOWN && `; the newest ${MOST_SHOWN} are shown`}
          </span>
        )}
        <span className="grow" />
        {judging > 0 && (
          <output className="chip">
            {judging === 1 ? 'judging 1 take' : `judging ${judging} takes`}
          </output>
        )}
      </div>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      <ScrollRegion className="cam-scroll" label="List of takes">
        {takes?.length === 0 && (
          <p className="help cam-none">
            Nothing is recorded yet. Each take is judged when it ends: its frames are counted in
            the file, in the timing list and at the camera, and the three must agree.
          </p>
        )}
        {takes !== null && takes.length > 0 && <Table takes={takes} />}
      </ScrollRegion>
    </section>
  );
};

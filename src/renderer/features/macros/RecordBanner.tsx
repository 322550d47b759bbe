import './record.css';
import { Square, Trash2 } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useNow } from '../../ui/use-now.ts';
import { useDrafts } from './draft-store.ts';
import { countWords } from './page-words.ts';
import { discardRecording, stopRecording, useRecording, type Recording } from './recording.ts';

const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
};

const Elapsed = ({ since }: { since: number }) => (
  <span className="fig" aria-hidden>
    {clock(useNow() - since)}
  </span>
);

const Going = ({ recording }: { recording: Recording }) => {
  const { macroId, startedAt, taken, refused, isNew } = recording;
  const [where, go] = useLocation();
  const name = useDrafts(({ byMacro }) => byMacro[macroId]?.macro_name) || macroId;
  const page = `/macros/${macroId}`;
  const last = refused.at(-1);
  return (
    <section className="banner rec-banner" aria-label="Recording">
      <i className="rec-dot" aria-hidden />
      <p>
        <b>
          Recording into <Link href={page}>{name}</Link>
        </b>
        <Elapsed since={startedAt} />
        <span>{countWords(taken.length, 'step')}</span>
        {last && (
          <span className="sec cut" title={`${last.what} is no step: ${last.why}.`}>
            {last.what} is no step: {last.why}.
          </span>
        )}
      </p>
      <span className="grow" />
      <button
        type="button"
        className="btn"
        data-kind="primary"
        onClick={() => {
          stopRecording();
          if (where !== page) go(page);
        }}
      >
        <Square className="i i-14" aria-hidden />
        Stop recording
      </button>
      <button
        type="button"
        className="btn"
        onClick={() => {
          discardRecording();
          if (isNew && where === page) go('/macros');
        }}
      >
        <Trash2 className="i i-14" aria-hidden />
        Discard
      </button>
    </section>
  );
};

/** On every page while a recording goes on: into what, since when, how much; and its end. */
export const RecordBanner = () => {
  const recording = useRecording(({ now }) => now);
  return recording && <Going recording={recording} />;
};

import type { OrderedPress, PressRound } from '#shared/contract/buzzer.ts';
import { marginOf, placeWords, raceOf, type RaceMark } from './race.ts';

const Mark = ({ mark, press }: { mark: RaceMark; press: OrderedPress }) => (
  <svg className="race-line" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden>
    <path
      d={`M${mark.from} 8H${mark.to}M${mark.from} 4v8M${mark.to} 4v8`}
      data-basis={press.basis}
    />
  </svg>
);

interface RacerProps {
  press: OrderedPress;
  mark: RaceMark;
  /** Several clients are in the race. */
  isOfMany: boolean;
}

const Racer = ({ press, mark, isOfMany }: RacerProps) => (
  <li data-tie={press.tied_with.length > 0 || undefined}>
    <span className={press.tied_with.length > 0 ? 'fig race-place c-amber' : 'fig race-place'}>
      {placeWords(press)}
    </span>
    <span className="cut" title={`${press.buzzer_id} of ${press.client_id}`}>
      <b>{press.buzzer_id}</b> {isOfMany && <span className="mut">{press.client_id}</span>}
    </span>
    <span className="race-at">
      <Mark mark={mark} press={press} />
      <i style={{ left: `${mark.at}%` }} />
    </span>
    <span
      className="fig race-ms"
      title={
        press.basis === 'arrival'
          ? 'Its clock is not known: this is when it arrived'
          : `By its clock, from ${press.source}`
      }
    >
      {press.gap_ms.toFixed(1)} ± {marginOf(press).toFixed(1)}
    </span>
  </li>
);

const STATES: Record<PressRound['state'], string> = {
  waiting: 'waits for the first press',
  open: 'an earlier press may still arrive',
  final: 'final',
};

/** The presses of a round in the order in which they were made, as exactly as that is known. */
export const Order = ({ round }: { round: PressRound | null }) => {
  const race = raceOf(round?.order ?? []);
  const isOfMany = new Set(round?.order.map(({ client_id }) => client_id)).size > 1;
  return (
    <section className="hw-order" aria-label="Who was first">
      <h3>
        Who was first{' '}
        {round && (
          <span className="mut">
            round {round.round}, {STATES[round.state]}
          </span>
        )}
      </h3>
      {!round || round.order.length === 0 ? (
        <p className="help">
          Nobody has pressed. Presses are put in order by when they were made; two that are
          nearer than the margin of error are a tie.
        </p>
      ) : (
        <>
          <ol className="race">
            {round.order.map((press, at) => {
              const mark = race.marks[at];
              return (
                mark && (
                  <Racer
                    key={`${press.client_id} ${press.buzzer_id}`}
                    press={press}
                    mark={mark}
                    isOfMany={isOfMany}
                  />
                )
              );
            })}
          </ol>
          <p className="race-axis mut" aria-hidden>
            <span>ms after the first</span>
            <span className="fig">
              {race.ticks.map((tick, at) => (
                <span key={tick} style={{ left: `${(at / (race.ticks.length - 1)) * 100}%` }}>
                  {Math.round(tick * 1000) / 1000}
                </span>
              ))}
            </span>
          </p>
          <p className="sec">{round.words}</p>
        </>
      )}
      {round?.late.map((press) => (
        <p key={`${press.client_id} ${press.buzzer_id}`} className="c-amber">
          {press.buzzer_id} of {press.client_id} came after the grace window
          {press.would_have_been_first && ' and would have been first'}: the result stands.
        </p>
      ))}
    </section>
  );
};

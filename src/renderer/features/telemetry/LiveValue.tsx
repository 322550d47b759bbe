import { useEffect, useRef } from 'react';
import { nearest } from './sample-log.ts';
import { useTelemetryView } from './telemetry-view.ts';

interface LiveValueProps {
  /** The series. */
  name: string;
  figure: (value: number) => string;
  /** What one unit on show is in the unit of the series. */
  per?: number;
  /** Shows the last value there was, where the newest sample has none. */
  lasts?: boolean;
}

/** The value under the cursor, or the newest. It changes without React: there are dozens, and the cursor moves often. */
export const LiveValue = ({ name, figure, per = 1, lasts = false }: LiveValueProps) => {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const write = (): void => {
      const { shown, cursorAt } = useTelemetryView.getState();
      const values = shown.series.get(name);
      const place = cursorAt === null ? null : nearest(shown.times, cursorAt);
      const newest = lasts ? values?.findLast((value) => value !== null) : values?.at(-1);
      const value = place === null ? newest : values?.[place];
      const text = value === null || value === undefined ? '–' : figure(value / per);
      if (element.current && element.current.textContent !== text)
        element.current.textContent = text;
    };
    write();
    return useTelemetryView.subscribe((view, before) => {
      if (view.shown !== before.shown || view.cursorAt !== before.cursorAt) write();
    });
  }, [name, figure, per, lasts]);
  return <b ref={element} className="fig" />;
};

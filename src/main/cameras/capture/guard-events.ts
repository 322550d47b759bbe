import type { Log } from '../../log.ts';
import type { CaptureEvents } from '../ports.ts';

/**
 * The same events until `over`. A listener that throws is logged once and does not end the camera that it
 * listens to.
 */
export const guardEvents = (
  { events, log, name: camera }: { events: CaptureEvents; log: Log; name: string },
  over: AbortSignal,
): CaptureEvents => {
  let said = false;
  const guarded = (tell: () => void): void => {
    if (over.aborted) return;
    try {
      tell();
    } catch (error) {
      if (!said) log.error({ camera, error: String(error) }, 'a listener of the camera failed');
      said = true;
    }
  };
  return {
    frame: (frame) => guarded(() => events.frame(frame)),
    state: (state) => guarded(() => events.state(state)),
    bad: (reason) => guarded(() => events.bad(reason)),
  };
};

import type { HardwareListing } from '#shared/contract/hardware-clients.ts';
import { HardwareLogLevelSchema } from '#shared/contract/hardware.ts';
import { hintOf } from '../../link/faults.ts';
import { dateOf, timeOf, utcOf } from '../../state/local-time.ts';
import { Choice } from '../../ui/Choice.tsx';
import { FaultNote } from '../../ui/FaultNote.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { setLogLevel } from './client-commands.ts';
import { useLog } from './use-log.ts';

const LEVELS = HardwareLogLevelSchema.options.map((value) => ({ value, words: value }));

/** What a client says about itself, newest first, and how much it says. Give it a `key` of the client. */
export const LogPane = ({ client }: { client: HardwareListing }) => {
  const { client_id: id, log_level } = client;
  const { lines, missed, fault } = useLog(id);
  return (
    <div className="hw-log">
      <div className="hw-log-head">
        <Choice
          label={`Log level of ${id}`}
          isQuiet
          value={log_level}
          options={LEVELS}
          onChange={(level) => void setLogLevel(id, level)}
        />
        <span className="help">At once, and until the app ends; Setup keeps it.</span>
      </div>
      {fault && <FaultNote message={fault.message} hint={hintOf(fault)} />}
      {missed > 0 && <p className="c-amber">{missed} lines came too fast to be shown.</p>}
      <ScrollRegion className="hw-lines" label={`Log of ${id}`}>
        {lines.length === 0 && <p className="help">It has not said anything yet.</p>}
        <ol>
          {lines.toReversed().map(({ id: line, at, level, text }) => (
            <li key={line} data-level={level}>
              <span className="fig mut" title={`${dateOf(at)}, ${utcOf(at)}`}>
                {timeOf(at).seconds}
                {timeOf(at).millis}
              </span>
              <span className="fig hw-level">{level}</span>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      </ScrollRegion>
    </div>
  );
};

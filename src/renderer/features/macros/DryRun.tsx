import { Copy, FlaskConical, X } from 'lucide-react';
import type { Execution } from '#shared/contract/execution.ts';
import { timeOf } from '../../state/local-time.ts';
import { useCopyText } from '../../state/use-copy-text.ts';
import { CopyDialog } from '../../ui/CopyDialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { dryRunLines, dryRunText, expectedWords, type DryRunLine } from './dry-run-lines.ts';
import { closeDryRun } from './run-macro.ts';
import { countWords } from './page-words.ts';

const Line = ({ line }: { line: DryRunLine }) => (
  <tr>
    <td className="fig mut">{line.step}</td>
    <td className="fig sec">{line.at_ms === null ? '–' : (line.at_ms / 1000).toFixed(2)}</td>
    <td className="cut sec">{line.target}</td>
    <td className={line.isProblem ? 'c-amber' : 'raw-c'} title={line.command}>
      {line.command}
    </td>
    <td className="mut">{line.transport}</td>
  </tr>
);

/** Every command that would leave, step by step, and the time that it is expected to take. */
export const DryRun = ({ macroId, execution }: { macroId: string; execution: Execution }) => {
  const { copy, byHand, close } = useCopyText();
  const { lines, commands, problems, expected_ms } = dryRunLines(execution);
  return (
    <section className="pane dry" aria-label="Dry run">
      <div className="bar">
        <h2>Dry run</h2>
        <span className="chip">
          <FlaskConical className="i" aria-hidden />
          nothing is sent
        </span>
        <span className="sec">
          {countWords(commands, 'command')} · {expectedWords(expected_ms)}
        </span>
        {problems > 0 && (
          <span className="chip" data-tone="amber">
            {problems} would fail
          </span>
        )}
        <span className="mut fig x-wide">{timeOf(execution.started_at).seconds}</span>
        <span className="grow" />
        <IconButton
          icon={Copy}
          label="Copy as text"
          onClick={() => copy('Dry run', dryRunText(macroId, execution))}
        />
        <IconButton icon={X} label="Close the dry run" onClick={() => closeDryRun(macroId)} />
      </div>
      <ScrollRegion className="dry-scroll" label="Commands of the dry run">
        <table className="dry-lines">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">At s</th>
              <th scope="col">Target</th>
              <th scope="col">Command</th>
              <th scope="col">Over</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </tbody>
        </table>
        {execution.error && problems === 0 && (
          <p className="dry-none c-amber">{execution.error.message}</p>
        )}
        {lines.length === 0 && !execution.error && (
          <p className="dry-none sec">Nothing would be sent.</p>
        )}
      </ScrollRegion>
      {byHand !== null && <CopyDialog text={byHand} onClose={close} />}
    </section>
  );
};

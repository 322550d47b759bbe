import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { onAppNode } from './app-node.mjs';
import { asOne, countsOf, none, sum, summary } from './counts.mjs';
import { installedElectron } from './electron-binary.mjs';
import { endWithParent } from './end-with-parent.mjs';
import { root } from './project.mjs';
import { endWithChildren, run } from './run.mjs';
import { planStages, reportFolder } from './stages.mjs';
import { findPart, parts } from './system-parts.mjs';

/**
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {import('./stages.mjs').Stage} Stage
 */

endWithParent();
await onAppNode();
endWithChildren();
const inCi = process.env['CI'] === 'true';
const wanted = process.argv.slice(2);
/** @type {Map<string, Counts>} */
const results = new Map();

rmSync(reportFolder, { recursive: true, force: true });
mkdirSync(reportFolder, { recursive: true });
const { lanes, alone } = planStages({ underXvfb: wantsXvfb() });
await Promise.all(lanes.map((lane) => runInTurn(lane, 'capture')));
await runInTurn(alone, 'show');
const total = sum([...results.values()]);
process.stdout.write(`\n${summary(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

/**
 * @param {Stage[]} stages
 * @param {'capture' | 'show'} output
 */
async function runInTurn(stages, output) {
  for (const stage of stages) {
    if (wanted.length > 0 && !wanted.includes(stage.name)) continue;
    results.set(stage.name, await runStage(stage, output));
  }
}

/**
 * @param {Stage} stage
 * @param {'capture' | 'show'} output
 * @returns {Promise<Counts>}
 */
async function runStage(stage, output) {
  const missing = (stage.parts ?? []).filter((name) => findPart(name) === undefined);
  if (missing.length > 0) {
    const titles = missing.map((name) => parts[name].title).join(', ');
    const isFault =
      inCi && missing.some((name) => !parts[name].notOn?.includes(process.platform));
    tell(stage.name, `${isFault ? 'failed' : 'skipped'}: no ${titles} on this machine`);
    return isFault ? asOne(false) : { ...none, skipped: 1 };
  }
  if (stage.after !== undefined && (results.get(stage.after)?.failed ?? 0) > 0) {
    tell(stage.name, `failed: it needs ${stage.after}, which failed`);
    return asOne(false);
  }
  if (output === 'show') tell(stage.name, '…');
  const began = Date.now();
  const [command, ...args] = stage.command;
  const ended = await run(command, args, {
    cwd: root,
    timeoutMs: stage.timeoutMs,
    output,
  });
  const passes = ended.code === 0;
  const counts =
    stage.report === undefined ? asOne(passes) : countsOf(read(stage.report), passes);
  if (!passes && output === 'capture') process.stdout.write(ended.output);
  const how = ended.timedOut ? 'killed, it did not end in time' : passes ? 'ok' : 'failed';
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const detail = stage.report === undefined ? '' : ` (${summary(counts)})`;
  tell(stage.name, `${how} in ${seconds} s${detail}`);
  return counts;
}

/** Whether real Electron is tested, on a display made for it. Without Xvfb only a person's machine may do without. */
function wantsXvfb() {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY']);
  if (installedElectron() === undefined || hasDisplay) return false;
  return inCi || findPart('xvfb') !== undefined;
}

/**
 * @param {string} file
 * @returns {unknown} nothing where there is no readable report
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function tell(name, text) {
  process.stdout.write(`[${name}] ${text}\n`);
}

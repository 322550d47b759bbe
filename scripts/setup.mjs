import { aptInstall, installRights } from './apt.mjs';
import { fetchElectron } from './electron-binary.mjs';
import { endWithParent } from './end-with-parent.mjs';
import { installPackages } from './packages.mjs';
import { say } from './project.mjs';
import { rememberFailure, rememberedFailure, stillFails } from './remembered.mjs';
import { endWithChildren } from './run.mjs';
import { findManager, findPart, installLine, neededParts, parts } from './system-parts.mjs';

endWithParent();
endWithChildren();
const forTests = process.argv.includes('--test');
const retry = process.argv.includes('--retry');

if (await installPackages()) {
  const electron = forTests ? await fetchElectron({ retry }) : { why: 'start fetches it' };
  await installParts(
    neededParts({ platform: process.platform, forTests, hasElectron: 'path' in electron }),
  );
} else {
  process.exitCode = 1;
}

/** @param {import('./system-parts.mjs').PartName[]} needed */
async function installParts(needed) {
  const missing = needed.filter((name) => findPart(name) === undefined);
  if (missing.length === 0) return;
  const titles = titlesOf(missing);
  const failure = rememberedFailure('system-parts');
  const isWorthTrying = retry || !stillFails(failure, titles, Date.now());
  const manager = findManager();
  const rights = manager === 'apt' && isWorthTrying ? await installRights() : undefined;
  if (rights !== undefined) {
    say(`Installing ${titles} with apt-get …`);
    const ended = await aptInstall(missing, rights);
    if (ended.code !== 0) say(ended.output.trimEnd().split('\n').slice(-8).join('\n'));
  }
  const still = missing.filter((name) => findPart(name) === undefined);
  if (still.length === 0) {
    say(`Installed ${titles}.`);
    return;
  }
  if (rights !== undefined) {
    const failed = { subject: titlesOf(still), at: Date.now(), reason: 'apt-get failed' };
    rememberFailure('system-parts', failed);
  }
  const effects = still.map((name) => `${parts[name].title} (else ${parts[name].without})`);
  say(`Missing: ${effects.join(', ')}. To have it, run:\n  ${installLine(still, manager)}`);
}

/** @param {import('./system-parts.mjs').PartName[]} names */
function titlesOf(names) {
  return names.map((name) => parts[name].title).join(', ');
}

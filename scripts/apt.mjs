import { run } from './run.mjs';
import { parts } from './system-parts.mjs';

const APT_MS = 12 * 60 * 1000;

/**
 * Debian starts a server as soon as it is installed. The app starts a Redis of its own, so a policy forbids that
 * while this runs and the service is left disabled. Each argument is one part: its packages, separated by spaces.
 */
const script = `
set -u
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
quick='-o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o DPkg::Lock::Timeout=60'
timeout 180 apt-get $quick -q update || exit 1
failed=0
for packages in "$@"; do
  timeout 400 apt-get $quick -q -y --no-install-recommends install $packages || failed=1
  case "$packages" in
    *redis-server*) systemctl disable redis-server > /dev/null 2>&1 || true ;;
  esac
done
exit $failed
`;

/**
 * The words before a command that needs the rights to install: none for root, `sudo -n` where that asks nothing.
 * @returns {Promise<readonly string[] | undefined>} nothing without those rights
 */
export async function installRights() {
  if (process.getuid?.() === 0) return [];
  const ended = await run('sudo', ['-n', 'true'], { timeoutMs: 5000, sameSession: true });
  return ended.code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Installs parts with apt-get, asking nothing, within a few minutes.
 * @param {readonly import('./system-parts.mjs').PartName[]} names
 * @param {readonly string[]} rights from `installRights`
 * @returns {Promise<import('./run.mjs').Ended>}
 */
export function aptInstall(names, rights) {
  const packages = names.map((name) => (parts[name].packages.apt ?? []).join(' '));
  const [command = 'sh', ...args] = [...rights, 'sh', '-c', script, 'install', ...packages];
  return run(command, args, { timeoutMs: APT_MS, sameSession: rights.length > 0 });
}

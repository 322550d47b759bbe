import { onAppNode } from './app-node.mjs';
import { fetchElectron, whyNoWindow } from './electron-binary.mjs';
import { endWithParent } from './end-with-parent.mjs';
import { foreground } from './foreground.mjs';
import { inRoot, root, say } from './project.mjs';

const HOST_PORT = 4100;
const PAGE_PORT = 5173;

endWithParent();
await onAppNode();
const args = process.argv.slice(2);
process.exitCode = await develop();

/** @returns {Promise<number>} */
async function develop() {
  const { platform, env } = process;
  const noWindow = whyNoWindow({ platform, env, uid: process.getuid?.(), canSandbox: true });
  const electron = noWindow === undefined ? await fetchElectron() : { why: noWindow };
  if ('why' in electron) {
    say(`No Electron window (${electron.why}): developing in the browser.`);
    return await developInBrowser();
  }
  const electronVite = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  return await foreground(process.execPath, [electronVite, 'dev', '--', ...args], {
    cwd: root,
  });
}

/** Vite serves the pages and passes the rest on to the headless host, which starts again when its code changes. */
async function developInBrowser() {
  const [{ createServer }, { default: react }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
  ]);
  const host = `http://127.0.0.1:${HOST_PORT}`;
  const page = `http://localhost:${PAGE_PORT}`;
  const pages = await createServer({
    configFile: false,
    root: inRoot('src/renderer'),
    plugins: [react()],
    logLevel: 'warn',
    server: {
      port: PAGE_PORT,
      strictPort: true,
      proxy: {
        // the host answers the address that signs in with its cookie and sends the browser back here
        '^/\\?token=': { target: host, changeOrigin: true },
        '/api': { target: host, changeOrigin: true, ws: true },
        '/rpc': { target: host, changeOrigin: true, ws: true },
      },
    },
  });
  await pages.listen();
  const watch = ['--watch', '--watch-preserve-output', inRoot('src/main/headless.ts')];
  const hostArgs = [
    '--json',
    '--demo-when-empty',
    `--port=${HOST_PORT}`,
    `--allow-origin=${page}`,
  ];
  const code = await foreground(process.execPath, [...watch, ...hostArgs, ...args], {
    onStdout: (text) => {
      const url = /"url":"([^"]+)"/.exec(text)?.[1];
      if (url === undefined) process.stdout.write(text);
      else say(`Open ${new URL(url).href.replace(new URL(url).origin, page)}`);
    },
  });
  await pages.close();
  return code;
}

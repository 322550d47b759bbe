import { explainFailedStart } from './failed-start.ts';
import { HEADLESS_HELP, parseHeadlessOptions } from './settings.ts';

const main = async (): Promise<number> => {
  const options = parseHeadlessOptions(process.argv.slice(2), process.env);
  if ('error' in options) {
    process.stderr.write(`${options.error} See --help.\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(HEADLESS_HELP);
    return 0;
  }
  try {
    // The app is loaded once it is known what is asked: help and a bad option need none of it.
    const { serveHeadless } = await import('./serve-headless.ts');
    await serveHeadless(options);
    return 0;
  } catch (error) {
    process.stderr.write(`${explainFailedStart(error, options)}\n`);
    return 1;
  }
};

process.exit(await main());

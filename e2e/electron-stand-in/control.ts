import { runInThisContext } from 'node:vm';
import { z } from 'zod';
import { app } from './app.ts';

const EvaluateSchema = z.object({
  id: z.int(),
  /** A function of the `electron` module, as text. */
  source: z.string(),
});

const FunctionSchema = z.custom<(electron: unknown) => unknown>(
  (value) => typeof value === 'function',
);

const answer = async (message: unknown): Promise<void> => {
  const { id, source } = EvaluateSchema.parse(message);
  try {
    const run = FunctionSchema.parse(runInThisContext(`(${source})`));
    process.send?.({ id, value: await run(await import('./electron.ts')) });
  } catch (error) {
    process.send?.({ id, error: String(error) });
  }
};

/** The test that started this process may run a function beside the app, as Playwright offers for Electron. */
export const serveControl = (): void => {
  if (process.send === undefined) return;
  process.on('message', (message) => void answer(message));
  process.on('disconnect', () => app.exit(1));
};

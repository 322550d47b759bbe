import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

export interface Child {
  process: ChildProcess;
  /** The first line on its stdout, parsed. */
  line: unknown;
  stop(): Promise<void>;
}

/** Starts a Node program that says in one JSON line that it is ready; waits for the line 20 s at most. */
export const startChild = async (args: string[]): Promise<Child> => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const exited = once(child, 'exit');
  const [first] = z.tuple([z.string()]).parse(
    await Promise.race([
      once(lines, 'line', { signal: AbortSignal.timeout(20_000) }),
      exited.then(() => {
        throw new Error(`${args[0]} ended before it was ready`);
      }),
    ]),
  );
  return {
    process: child,
    line: JSON.parse(first),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
};

const SimulatorLine = z.object({
  host: z.string(),
  http: z.int(),
  tcp: z.int(),
  udp: z.int(),
  osc: z.int(),
});

/** The Companion simulator in a process of its own, so that it takes none of the engine's time. */
export const startSimulator = async () => {
  const child = await startChild([
    'src/main/simulators/companion/cli.ts',
    '--json',
    '--http-port=0',
    '--tcp-port=0',
    '--udp-port=0',
    '--osc-port=0',
  ]);
  return { targets: SimulatorLine.parse(child.line), stop: () => child.stop() };
};

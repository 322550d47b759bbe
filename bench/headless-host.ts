import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startChild, type Child } from './child.ts';

const Line = z.object({ url: z.string(), token: z.string(), grpc_port: z.int().optional() });

export interface HeadlessHost {
  child: Child;
  url: string;
  token: string;
  /** Where it was started with `--grpc-port`. */
  grpcPort: number | undefined;
  /** Calls the REST API and throws on anything but 2xx. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** The built headless host with the demo show, as `npm run headless` starts it. */
export const startHeadless = async (
  dataDir?: string,
  options: readonly string[] = [],
): Promise<HeadlessHost> => {
  const dir = dataDir ?? (await mkdtemp(join(tmpdir(), 'mcr-bench-')));
  const child = await startChild([
    'out/main/headless.js',
    '--json',
    '--demo',
    '--port=0',
    `--data=${dir}`,
    '--log-level=warn',
    ...options,
  ]);
  const { url, token, grpc_port: grpcPort } = Line.parse(child.line);
  return {
    child,
    url,
    token,
    grpcPort,
    async api(method, path, body) {
      const response = await fetch(new URL(path, url), {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
      return response.json();
    },
    async stop() {
      await child.stop();
      if (!dataDir) await rm(dir, { recursive: true, force: true });
    },
  };
};

import type { Client } from './connection.ts';
import { EngineLink } from './engine-link.ts';
import { openPort } from './open-port.ts';
import { openWebSocket } from './open-websocket.ts';

/** The page's one link: through the port of the Electron window where there is one, else over a WebSocket. */
export const engine = new EngineLink(window.mcr ? openPort : openWebSocket);

const ANSWER_TIMEOUT_MS = 10_000;

/** Asks the engine one thing. Rejects at once while there is no connection, and when the answer takes too long. */
export const ask = async <T>(
  question: (client: Client, options: { signal: AbortSignal }) => Promise<T>,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<T> => question(engine.client, { signal: AbortSignal.timeout(timeoutMs) });

import { create } from 'zustand';

interface ConnectionState {
  phase: 'opening' | 'live' | 'lost';
  /** When the next attempt is made, in milliseconds since 1970; null while one is under way. */
  retryAt: number | null;
  /** When the connection was lost, likewise. */
  lostAt: number | null;
}

/** How this page's link to the engine is. Only the link writes to it. */
export const useConnection = create<ConnectionState>(() => ({
  phase: 'opening',
  retryAt: null,
  lostAt: null,
}));

export const useIsLive = () => useConnection((connection) => connection.phase === 'live');

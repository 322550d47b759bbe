import { findPart } from '../scripts/system-parts.mjs';

/** The system's own Chromium; undefined lets Playwright look for the one it installed. */
export const chromiumPath = (): string | undefined => findPart('chromium');

/** Headless, alone, and quiet on the network. A page may talk to loopback ports without being asked. */
export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=LocalNetworkAccessChecks',
];

import { createHash } from 'node:crypto';
import type { Fault } from '#shared/contract/errors.ts';

/** The app's own colours: its style sheet is not given to who may not come in. */
const STYLE =
  'body{margin:0;min-height:100vh;display:grid;place-content:center;background:#0a0b0d;color:#eceef2;' +
  'font:16px/1.45 Inter,system-ui,sans-serif}main{max-width:46ch;padding:32px}' +
  'h1{font-size:20px;margin:0 0 8px}p{margin:0;color:#b8bec8}';

/** Lets this one style sheet in and nothing else. */
export const REFUSAL_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const hintOf = ({ details: { hint } }: Fault): string => (typeof hint === 'string' ? hint : '');

/** What happened and what to do, for a person whose browser may not open the app. */
export const refusalPage = (fault: Fault): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>MCR Bridge</title><style>${STYLE}</style><main><h1>${escapeHtml(fault.message)}</h1><p>${escapeHtml(hintOf(fault))}</p></main></html>`;

import { describe, expect, it } from 'vitest';
import { BridgeConfigSchema } from '#shared/contract/config.ts';
import { applyDraft, isTouched, problemOf, restOfDraft } from './config-draft.ts';

const config = BridgeConfigSchema.parse({ show_name: 'Late Edition', future: 1 });

describe('problemOf', () => {
  it.each(['80 00', '0', '65536', '', 'eight', '80.5'])('refuses the port “%s”', (port) => {
    expect(problemOf({ port }, 'port')).toMatch(/1 to 65535/);
  });
  it('accepts a port with spaces around it', () => {
    expect(problemOf({ port: ' 8888 ' }, 'port')).toBeNull();
  });
  it('refuses an empty host and one with a space in it', () => {
    expect(problemOf({ host: ' ' }, 'host')).not.toBeNull();
    expect(problemOf({ host: 'my host' }, 'host')).not.toBeNull();
    expect(problemOf({ host: 'companion.local' }, 'host')).toBeNull();
  });
  it('refuses a name that is too long', () => {
    expect(problemOf({ show_name: 'x'.repeat(81) }, 'show_name')).not.toBeNull();
  });
  it('says nothing about a field that was not touched', () => {
    expect(problemOf({}, 'port')).toBeNull();
  });
});

describe('applyDraft', () => {
  it('saves what is right and leaves what is wrong, unknown fields included', () => {
    const saved = applyDraft(config, { show_name: ' Morning ', port: 'x' });
    expect(saved).toEqual({ ...config, show_name: 'Morning' });
  });
  it('makes a number of a port', () => {
    expect(applyDraft(config, { port: '8888' }).port).toBe(8888);
  });
});

describe('restOfDraft', () => {
  it('keeps what is not saved yet', () => {
    const saved = applyDraft(config, { show_name: 'Morning', port: 'x' });
    const rest = restOfDraft(saved, { show_name: 'Morning', port: 'x' });
    expect(rest).toEqual({ port: 'x' });
    expect(isTouched(rest)).toBe(true);
    expect(isTouched(restOfDraft(config, { port: '8000' }))).toBe(false);
  });
});

import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { faultOf, hintOf, NotConnected } from './faults.ts';

describe('faultOf', () => {
  it('keeps the engine’s own fault', () => {
    const fault = {
      error_type: 'intent_not_found',
      message: 'No cut.',
      details: { hint: 'Make it.' },
    };
    const error = new ORPCError('intent_not_found', { data: fault });
    expect(faultOf(error)).toEqual(fault);
    expect(hintOf(faultOf(error))).toBe('Make it.');
  });
  it('says that nothing was sent where there was no connection', () => {
    expect(faultOf(new NotConnected()).error_type).toBe('refused');
  });
  it('leaves it open what became of a call that got no answer', () => {
    expect(faultOf(new DOMException('', 'TimeoutError')).error_type).toBe('connection_timeout');
    expect(faultOf(new Error('closed')).error_type).toBe('connection_lost');
  });
  it('does not trust data that is no fault', () => {
    expect(faultOf(new ORPCError('BAD', { data: { message: 1 } })).error_type).toBe('internal');
  });
});

import { ORPCError } from '@orpc/client';
import { afterEach, expect, test } from 'vitest';
import { emptyMirrorState } from '#shared/contract/mirror.ts';
import { useMirror } from '../state/mirror-store.ts';
import { asShown, removingShown, staleOf } from './precondition.ts';

afterEach(() => useMirror.setState(emptyMirrorState()));

test('a write is over what is shown, or makes something new', () => {
  useMirror.setState({ revisions: { 'intent:cut': '3fA9-x_1' } });
  expect(asShown('intent', 'cut')).toEqual({ 'if-match': '"3fA9-x_1"' });
  expect(asShown('macro', 'cut')).toEqual({ 'if-none-match': '*' });
  expect(removingShown('intent', 'cut')).toEqual({ 'if-match': '"3fA9-x_1"' });
  expect(removingShown('macro', 'cut')).toEqual({ 'if-match': '*' });
});

test('a write that came too late gives both versions; any other error gives none', () => {
  const details = {
    kind: 'intent',
    name: 'cut',
    theirs: { intent_name: 'cut' },
    revision: 'abcdefgh',
    yours: null,
    hint: 'Compare.',
  };
  const data = { error_type: 'precondition_failed', message: 'Changed.', details };
  expect(staleOf(new ORPCError('precondition_failed', { status: 412, data }))?.details).toEqual(
    details,
  );
  const other = { error_type: 'validation_error', message: 'x', details: {} };
  expect(staleOf(new ORPCError('validation_error', { status: 400, data: other }))).toBeNull();
  expect(staleOf(new Error('cut off'))).toBeNull();
});

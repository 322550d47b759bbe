import { describe, expect, test } from 'vitest';
import { matchAddress, parseAddressPattern, PatternProblem } from './address-pattern.ts';

const match = (pattern: string, address: string): string[] | null =>
  matchAddress(parseAddressPattern(pattern), address);

describe('an address matches', () => {
  test.each<[string, string, string[] | null]>([
    ['/a/b', '/a/b', []],
    ['/a/b', '/a/b/c', null],
    ['/a/b', '/a', null],
    ['/a/b', '/A/b', null],
    ['/*', '/a', ['a']],
    ['/*', '/', ['']],
    ['/*', '/a/b', null],
    ['/a/*/press', '/a/red/press', ['red']],
    ['/a/*/press', '/a/x/y/press', null],
    ['/a*', '/a', ['']],
    ['/*a*b*', '/xaxbx', ['x', 'x', 'x']],
    ['/*/*', '/a/b', ['a', 'b']],
    ['/?', '/a', ['a']],
    ['/?', '/', null],
    ['/?', '/ab', null],
    ['/a?b', '/a/b', null],
    ['/[abc]', '/b', ['b']],
    ['/[a-c]', '/d', null],
    ['/ch[0-9][0-9]', '/ch07', ['0', '7']],
    ['/[!a-c]', '/d', ['d']],
    ['/[!a-c]', '/b', null],
    ['/[!a]', '/', null],
    ['/a[!x]b', '/a/b', null],
    ['/[a-]', '/-', ['-']],
    ['/[-a]', '/-', ['-']],
    ['/[a!]', '/!', ['!']],
    ['/{red,blue}', '/blue', ['blue']],
    ['/{red,blue}', '/green', null],
    ['/{a,ab}c', '/abc', ['ab']],
    ['/{,x}y', '/y', ['']],
    ['/{a,b}*[0-9]?', '/a-long-7x', ['a', '-long-', '7', 'x']],
    ['/ü*', '/über', ['ber']],
    ['/a.b', '/axb', null],
    ['/a+', '/aa', null],
  ])('%s on %s: %j', (pattern, address, caught) => {
    expect(match(pattern, address)).toEqual(caught);
  });

  test('in bounded time, however many wildcards there are', () => {
    const pattern = parseAddressPattern(`/${'*a'.repeat(60)}b`);
    const address = `/${'a'.repeat(900)}`;
    const began = performance.now();
    expect(matchAddress(pattern, address)).toBeNull();
    // Tried naively it takes longer than the universe is old.
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('a pattern that is none', () => {
  test.each<[string, number, string]>([
    ['a', 0, 'is no OSC address'],
    ['', 0, 'is no OSC address'],
    ['/a b', 2, "can't stand"],
    ['/#bundle', 1, "can't stand"],
    ['/[a', 1, 'never closed'],
    ['/x/{a', 3, 'never closed'],
    ['/a]', 2, 'never opened'],
    ['/a}', 2, 'never opened'],
    ['/[]', 1, 'matches nothing'],
    ['/[!]', 1, 'matches nothing'],
    ['/[z-a]', 2, 'runs backwards'],
    ['/[!z-a]', 3, 'runs backwards'],
    ['/{a,{b}}', 4, 'stands inside'],
    ['/{a*}', 3, 'stands inside'],
    ['/{a/b}', 3, 'stands inside'],
    ['/[a/b]', 3, 'stands inside'],
    [`/${'a'.repeat(2000)}`, 0, '2001 characters'],
  ])('%j at %i: %s', (source, at, message) => {
    let problem: unknown;
    try {
      parseAddressPattern(source);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(PatternProblem);
    expect(problem).toMatchObject({ at, message: expect.stringContaining(message) });
  });
});

import { describe, expect, it } from 'vitest';
import { StderrTail } from './stderr-tail.ts';

describe('StderrTail', () => {
  it('keeps the last 20 lines, however they arrive', () => {
    const tail = new StderrTail();
    const text = Array.from({ length: 50 }, (_, line) => `line ${line}\r\n`).join('');
    for (let at = 0; at < text.length; at += 7) tail.push(text.slice(at, at + 7));
    expect(tail.lines()).toHaveLength(20);
    expect(tail.lines()[0]).toBe('line 30');
    tail.push('the end');
    expect(tail.last()).toBe('the end');
  });

  it('masks what addresses carry, and bounds a line without end', () => {
    const tail = new StderrTail();
    tail.push(
      'rtsp://admin:hunter2@10.0.0.9/1: 401\nsrt://host:1?passphrase=hunter2&mode=caller\n',
    );
    expect(tail.lines().join()).not.toContain('hunter2');
    for (let times = 0; times < 100; times += 1) tail.push('x'.repeat(10_000));
    expect(tail.last()).toHaveLength(300);
  });
});

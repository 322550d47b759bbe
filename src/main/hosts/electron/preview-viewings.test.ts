import { EventEmitter } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { PreviewHub } from '../../cameras/preview/preview-hub.ts';
import { aFrame } from '../../cameras/runtime-double.ts';
import { ManualClock } from '../../clock-double.ts';
import { PreviewViewings } from './preview-viewings.ts';

/** This side of a port, as Electron has it: its own `close` is told to the far side alone. */
class PortDouble extends EventEmitter {
  readonly posted: unknown[] = [];
  isStarted = false;
  isClosed = false;
  start(): void {
    this.isStarted = true;
  }
  close(): void {
    this.isClosed = true;
  }
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

let hub: PreviewHub;
let viewings: PreviewViewings;
beforeEach(() => {
  hub = new PreviewHub(new ManualClock());
  viewings = new PreviewViewings({
    list: () => [],
    preview: (slot, viewer) => hub.view(slot, viewer),
  });
});

const viewers = (): number => {
  hub.measure('a');
  return hub.figures('a').viewers;
};

test('a picture is posted as bytes of its own, and more for those that were drawn', () => {
  hub.offer('a', aFrame(0, 3));
  const port = new PortDouble();
  viewings.show(port, 'a');
  expect(port.isStarted).toBe(true);
  for (let index = 1; index < 10; index += 1) hub.offer('a', aFrame(index, 3));
  expect(port.posted).toEqual([Uint8Array.of(0, 0, 0), Uint8Array.of(1, 1, 1)]);
  const [first] = port.posted;
  expect(first instanceof Uint8Array && first.buffer.byteLength).toBe(3);
  port.emit('message', { data: 'drawn', ports: [] });
  expect(port.posted.slice(2)).toEqual([Uint8Array.of(9, 9, 9)]);
});

test('a viewing ends with its port', () => {
  const port = new PortDouble();
  viewings.show(port, 'a');
  hub.offer('a', aFrame(0));
  expect(viewers()).toBe(1);
  port.emit('close');
  expect(viewers()).toBe(0);
  hub.offer('a', aFrame(1));
  expect(port.posted).toHaveLength(1);
});

test('with its slot', () => {
  const port = new PortDouble();
  viewings.show(port, 'a');
  hub.remove('a');
  expect(port.isClosed).toBe(true);
});

test('and with the page, which has so many of them and no more', () => {
  const ports = Array.from({ length: 32 }, () => new PortDouble());
  const known = new PreviewViewings({
    list: () => [{ slot: 'a' }],
    preview: (slot, viewer) => hub.view(slot, viewer),
  });
  expect(known.refusal('b')).toBe('no such slot');
  for (const port of ports) {
    expect(known.refusal('a')).toBeNull();
    known.show(port, 'a');
  }
  hub.offer('a', aFrame(0));
  expect(viewers()).toBe(32);
  expect(known.refusal('a')).toBe('too many viewings');
  known.endAll();
  expect(ports.filter(({ isClosed }) => isClosed)).toHaveLength(32);
  expect(viewers()).toBe(0);
  expect(known.refusal('a')).toBeNull();
});

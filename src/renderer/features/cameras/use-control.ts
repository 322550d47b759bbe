import { useRef, useState } from 'react';
import { command } from './command-store.ts';

interface ControlChange {
  /** What was asked for last; null before anything was. */
  asked: number | null;
  /** Whether its answer is still to come. */
  isOpen: boolean;
  set: (value: number) => void;
}

/** Sets a control while a slider moves: one question at a time, and then the newest value, never all between. */
export const useControl = (slot: string, control: string): ControlChange => {
  const [asked, setAsked] = useState<number | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const newest = useRef<number | null>(null);
  const isSending = useRef(false);
  const send = async (): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    setIsOpen(true);
    while (newest.current !== null) {
      const value = newest.current;
      newest.current = null;
      await command(slot, 'control_change', { control, value });
    }
    isSending.current = false;
    setIsOpen(false);
  };
  const set = (value: number): void => {
    newest.current = value;
    setAsked(value);
    void send();
  };
  return { asked, isOpen, set };
};

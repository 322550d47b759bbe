import { create } from 'zustand';

/** A screen reader can't follow more than this, and keys can be pressed faster. */
const EVERY_MS = 800;

export const useAnnouncement = create<{ text: string }>(() => ({ text: '' }));

const waiting = new Map<string, string>();
let timer: ReturnType<typeof setTimeout> | null = null;

const speak = (): void => {
  timer = null;
  if (waiting.size === 0) return;
  useAnnouncement.setState({ text: [...waiting.values()].join('. ') });
  waiting.clear();
  timer = setTimeout(speak, EVERY_MS);
};

/** Says it politely; of several about one subject within a moment, only the newest. */
export const announce = (subject: string, text: string): void => {
  waiting.set(subject, text);
  timer ??= setTimeout(speak, 0);
};

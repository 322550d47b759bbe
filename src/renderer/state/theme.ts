import { z } from 'zod';
import { create } from 'zustand';
import { recall, remember } from './remembered.ts';

export const ThemeSchema = z.enum(['dark', 'light', 'contrast']);
export type Theme = z.infer<typeof ThemeSchema>;

export const useTheme = create<{ theme: Theme }>(() => ({
  theme: recall('theme', ThemeSchema) ?? 'dark',
}));

/** Takes effect at once and is remembered by this browser. */
export const chooseTheme = (theme: Theme): void => {
  document.documentElement.dataset['theme'] = theme;
  remember('theme', theme);
  useTheme.setState({ theme });
};

import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/css/tokens.css';
import './ui/css/base.css';
import './ui/css/controls.css';
import './ui/css/form.css';
import './ui/css/table.css';
import './ui/css/over.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { engine } from './link/engine.ts';
import { chooseTheme, useTheme } from './state/theme.ts';

chooseTheme(useTheme.getState().theme);
// For as long as the page lives.
void engine.run(new AbortController().signal);

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

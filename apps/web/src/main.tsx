import '@hallway/ui/tokens.css';
import '@hallway/ui/base.css';
import '@fontsource-variable/inter';
import '@fontsource-variable/inter/wght-italic.css';
import './app/app.css';

import { createRoot } from 'react-dom/client';

import { App } from './app/app';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);

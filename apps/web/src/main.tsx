import '@hallway/ui/tokens.css';
import '@hallway/ui/base.css';
import '@fontsource-variable/inter';
import './app/app.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);

// After an update of the server, the files that this page would load later may be gone: start anew, once.
window.addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem('hallway-reloaded') === location.href) return;
  event.preventDefault();
  sessionStorage.setItem('hallway-reloaded', location.href);
  location.reload();
});

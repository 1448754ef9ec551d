import { ToastStore } from '@hallway/ui';

/** Short notices at the edge of the page. */
export const toasts = new ToastStore();

import { ToastStore } from '@hallway/ui';

/** Short notices at the edge of the page; they go with the session of whom they were for. */
export const toasts = new ToastStore();

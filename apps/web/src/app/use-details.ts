import { useCallback, useState } from 'react';

import { deviceStorage } from '../lib/device/device-storage';

export interface Details {
  shown: boolean;
  toggle: () => void;
  hide: () => void;
}

/** Whether the details of conversations are shown; kept only where they have a place of their own. */
export function useDetails(): Details {
  const [shown, setShown] = useState(() => hasRoom() && deviceStorage.read('details', { shown: false }).shown);
  const change = useCallback((next: boolean) => {
    setShown(next);
    if (hasRoom()) deviceStorage.write('details', { shown: next });
  }, []);
  return { shown, toggle: useCallback(() => change(!shown), [change, shown]), hide: useCallback(() => change(false), [change]) };
}

function hasRoom(): boolean {
  return window.matchMedia('(min-width: 1280px)').matches;
}

import { useState } from 'react';
import { readStored, writeStored } from '../../../lib/stored';

const key = 'hallway-format-bar';

/** Is the formatting bar shown? On a phone not before it is asked for, and not for long; elsewhere as it was left. */
export function useFormatBar(): { shown: boolean; toggle: () => void } {
  const phone = window.matchMedia('(max-width: 639px)').matches;
  const [shown, setShown] = useState(() => !phone && readStored(key, { shown: true }).shown);
  const toggle = () => {
    setShown(!shown);
    if (!phone) writeStored(key, { shown: !shown });
  };
  return { shown, toggle };
}

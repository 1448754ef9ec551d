import { useState } from 'react';
import { keptByDevice } from '../../../lib/device/kept';

/** Is the formatting bar shown? On a phone not before it is asked for, and not for long; elsewhere as it was left. */
export function useFormatBar(): { shown: boolean; toggle: () => void } {
  const phone = window.matchMedia('(max-width: 639px)').matches;
  const [shown, setShown] = useState(() => !phone && keptByDevice.read('format-bar', { shown: true }).shown);
  const toggle = () => {
    setShown(!shown);
    if (!phone) keptByDevice.write('format-bar', { shown: !shown });
  };
  return { shown, toggle };
}

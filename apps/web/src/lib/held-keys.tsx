import { useEffect } from 'react';

import { holdKeys } from './hold-keys';

/** Stands for a dialog that is being loaded: what is typed until then goes into its field. */
export function HeldKeys() {
  useEffect(() => {
    const end = holdKeys();
    return () => {
      const text = end();
      // After the dialog has taken the focus.
      if (text) setTimeout(() => document.activeElement?.closest('[role="dialog"]') && document.execCommand('insertText', false, text));
    };
  }, []);
  return null;
}

import { act, renderHook } from '@testing-library/react';

import type { Message } from '@hallway/contracts-messages';

import type { PaneOverlay } from '../components/pane-overlay';
import { ActiveRow } from './active-row';
import { usePaneOverlay } from './use-pane-overlay';

const message = { id: 'm', clientMessageId: 'c', senderId: 's' } as unknown as Message;
const menu: PaneOverlay = { kind: 'menu', message, at: { x: 0, y: 0 } };
const asking: PaneOverlay = { kind: 'delete', message };

describe('usePaneOverlay', () => {
  it('keeps open what an entry of a menu has opened when the menu closes after it', () => {
    const { result } = renderHook(() => usePaneOverlay(new ActiveRow()));
    act(() => result.current.open(menu));
    act(() => {
      result.current.open(asking);
      result.current.close(menu);
    });
    expect(result.current.overlay).toBe(asking);
    act(() => result.current.close(asking));
    expect(result.current.overlay).toBeNull();
  });
});

import { useEffect } from 'react';
import { useLocation, useNavigate, useNavigationType } from 'react-router';

import type { SearchStart } from '../features/search/components/search-dialog';
import { useClient } from '../lib/client-context';
import type { Overlay } from './overlays';

/** Back from a message that was found leads to the search as it was left. */
export function useSearchReturn(open: (overlay: Overlay) => void): void {
  const here = useLocation();
  const navigate = useNavigate();
  const isBack = useNavigationType() === 'POP';
  const { session } = useClient();
  useEffect(() => {
    const left = (here.state as { search?: SearchStart } | null)?.search;
    if (!left || !isBack) return;
    // The history of a tab may hold what a person before has searched.
    if (left.userId === session.user?.id) open({ kind: 'search', start: left });
    // Once: closed, it does not come again.
    void navigate(here, { replace: true, state: null });
  }, [here, isBack, navigate, open, session]);
}

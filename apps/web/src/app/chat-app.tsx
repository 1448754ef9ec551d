import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { BrowserRouter } from 'react-router';

import { createQueries } from '../lib/queries';
import { ChatLayout } from './chat-layout';

/**
 * All that needs a signed-in user, in a chunk of its own. What was fetched goes when that user does.
 * A change of place is drawn at once: what is typed next belongs to the place that was chosen.
 */
export function ChatApp() {
  const [queries] = useState(createQueries);
  useEffect(() => () => queries.clear(), [queries]);
  return (
    <QueryClientProvider client={queries}>
      <BrowserRouter useTransitions={false}>
        <ChatLayout />
      </BrowserRouter>
    </QueryClientProvider>
  );
}

import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { BrowserRouter } from 'react-router';
import { Trays, TraysContext } from '../features/composer/components/trays';
import { createQueries } from '../lib/queries';
import { ChatLayout } from './chat-layout';

/** All that needs somebody signed in, in a chunk of its own. What was asked for goes with that person. */
export function ChatApp() {
  const [queries] = useState(createQueries);
  const [trays] = useState(() => new Trays());
  useEffect(() => () => queries.clear(), [queries]);
  return (
    <QueryClientProvider client={queries}>
      <TraysContext value={trays}>
        <BrowserRouter>
          <ChatLayout />
        </BrowserRouter>
      </TraysContext>
    </QueryClientProvider>
  );
}

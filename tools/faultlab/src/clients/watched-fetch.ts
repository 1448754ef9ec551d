import type { Recorder } from '../lab/recorder';

/** Calls as always, and writes down every server error that a client is answered with. */
export function watchedFetch(recorder: Recorder): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.status >= 500 && recorder.watching) {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      recorder.record({
        type: 'server-fault',
        status: response.status,
        retryAfter: response.headers.has('retry-after'),
        call: `${init?.method ?? 'GET'} ${pathname}`,
      });
    }
    return response;
  };
}

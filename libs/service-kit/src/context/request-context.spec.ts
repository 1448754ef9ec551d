import { newRequestContext, requestContext } from './request-context';
import { newTraceparent, traceIdOf } from './trace';

describe('request context', () => {
  it('is there across awaits and nowhere else', async () => {
    const context = newRequestContext();
    const seen = await requestContext.run(context, async () => {
      await new Promise(setImmediate);
      return requestContext.get();
    });
    expect(seen).toBe(context);
    expect(requestContext.get()).toBeUndefined();
  });

  it('goes on with a trace from outside in a span of its own', () => {
    const outer = newTraceparent();
    const { traceId, traceparent } = newRequestContext({ traceparent: outer });
    expect(traceIdOf(outer)).toBe(traceId);
    expect(traceparent).not.toBe(outer);
  });

  it.each(['', 'x', '00-0000-00-01', `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`, `00-${'g'.repeat(32)}-${'1'.repeat(16)}-01`])(
    'starts a trace for %p',
    (traceparent) => {
      expect(newRequestContext({ traceparent }).traceId).toMatch(/^[0-9a-f]{32}$/);
    },
  );

  it.each(['a b', 'x'.repeat(65), '{"a":1}', 'é'])('replaces the request id %p', (requestId) => {
    expect(newRequestContext({ requestId }).requestId).not.toBe(requestId);
  });
});

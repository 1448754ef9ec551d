import { newRequestContext, type RequestContext, requestContext } from '@hallway/service-kit/context';
import type { LocalCall } from '@hallway/service-kit/http';

import type { Neighbour } from '../neighbours/neighbour';
import { type Answer, type Attempt, type Outgoing, queryOf } from './outgoing';

/** The other service did not answer in time; named like the failure of a request that took too long. */
class LocalTimeout extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * Calls within the process. The other service gets what it would get over the network: a request context of its own,
 * copies of what is sent, a deadline; and nothing of the caller's but these.
 */
export class LocalTransport {
  /**
   * @param caller the service that calls
   * @param copyAll copies what is made for the call, too
   */
  constructor(
    private readonly caller: string,
    private readonly copyAll: boolean,
  ) {}

  /** Rejects when there is no answer in time. */
  async send(neighbour: Promise<Neighbour>, outgoing: Outgoing, attempt: Attempt): Promise<Answer> {
    const copied = this.copyAll || !outgoing.endpoint.fresh ? copy : asItIs;
    const call = localCall(outgoing, copied);
    const context = this.contextOf(requestContext.get(), attempt);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new LocalTimeout(`${outgoing.endpoint.service} did not answer in time`)), Math.max(1, attempt.until - Date.now()));
    });
    try {
      const answer = requestContext.run(context, async () => (await neighbour).call(call));
      const { status, value } = await Promise.race([answer, late]);
      return { status, value: copied(value) };
    } finally {
      clearTimeout(timer);
    }
  }

  private contextOf(outer: RequestContext | undefined, { until: deadline, traceparent }: Attempt): RequestContext {
    const context = newRequestContext({ requestId: outer?.requestId, traceparent });
    return { ...context, traceparent, caller: this.caller, deadline, ip: outer?.ip, userId: outer?.userId, sessionId: outer?.sessionId };
  }
}

function localCall(outgoing: Outgoing, copied: typeof copy): LocalCall {
  const { endpoint, params = {}, body, bearer } = outgoing;
  return { endpoint, params, query: queryOf(outgoing), body: body === undefined ? {} : copied(body), bearer };
}

/** As JSON would, so that the two sides share nothing and dates are texts on the other side. */
function copy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function asItIs(value: unknown): unknown {
  return value;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';

import { authApi } from '@hallway/contracts-auth';
import { forbidden, type ServiceName, sessionRevoked, unauthenticated } from '@hallway/contracts-core';
import { type Replica, RevokedSessions, ServiceReplicas } from '@hallway/service-calls';
import { type AccessClaims, serviceHeader, ServiceTokens, TokenVerifier } from '@hallway/service-kit/auth';
import { requestContext } from '@hallway/service-kit/context';
import { ProblemError } from '@hallway/service-kit/errors';
import { bodyLimit, hasBody, readBody } from '@hallway/service-kit/http';

import { ApiGatewayConfig } from '../config';
import type { PublicRoute } from '../routing/public-routes';
import { AddressLimiter } from './address-limiter';
import { bearerToken } from './bearer-token';
import { EdgeLimits } from './edge-limits';
import { stripSpoofable } from './forwarded-headers';
import { InFlightRequests } from './in-flight-requests';
import { isFromOwnSite } from './own-site';
import { type Forwarding, type OnAnswer, ProxyService } from './proxy.service';
import { trafficOf, tusTraffic } from './traffic';
import { UserConcurrency } from './user-concurrency';

/** A checked request on its way to a service. */
interface Passing extends Omit<Forwarding, 'candidates' | 'body'> {
  /** Whose turn it takes. */
  userId?: string;
}

/** What happens to a request before a service sees it. */
@Injectable()
export class EdgeService {
  constructor(
    private readonly config: ApiGatewayConfig,
    private readonly addressLimiter: AddressLimiter,
    private readonly inFlight: InFlightRequests,
    private readonly userConcurrency: UserConcurrency,
    private readonly limits: EdgeLimits,
    private readonly verifier: TokenVerifier,
    private readonly revoked: RevokedSessions,
    private readonly tokens: ServiceTokens,
    private readonly replicas: ServiceReplicas,
    private readonly proxy: ProxyService,
  ) {}

  /** Checks a call of a known route and passes it on. */
  async handle(route: PublicRoute, request: Request, response: Response): Promise<void> {
    const address = this.addressLimiter.addressOf(request);
    const traffic = trafficOf(route.endpoint);
    let passing: Passing = { traffic, repeatable: isRepeatable(request, route) };
    if (route.endpoint.auth === 'user') {
      const { userId, sessionId } = await this.authenticate(request);
      this.inFlight.enterUser(traffic, userId, address, response);
      await this.limits.countUser({ method: route.endpoint.method, tag: route.tag }, userId, sessionId);
      passing = { ...passing, userId, onAnswer: this.forgetsSession(endedBy(route, request, sessionId)) };
    } else {
      this.refuseOtherSites(route, request);
      this.inFlight.enterStranger(traffic, address, response);
      await this.limits.countAnonymous(route, address);
    }
    await this.pass(route.endpoint.service, request, response, passing);
  }

  /** For protocols whose paths are not in the contract tables: a signed-in caller, then straight on. */
  async handleUser(service: ServiceName, request: Request, response: Response): Promise<void> {
    const traffic = tusTraffic(request.method);
    const { userId, sessionId } = await this.authenticate(request);
    this.inFlight.enterUser(traffic, userId, this.addressLimiter.addressOf(request), response);
    await this.limits.countUser(request, userId, sessionId);
    await this.pass(service, request, response, { traffic, repeatable: isRepeatable(request), userId });
  }

  /** Long polling of sockets; the realtime service asks for the token itself. */
  async handlePolling(request: Request, response: Response): Promise<void> {
    const address = this.addressLimiter.addressOf(request);
    this.inFlight.enterStranger('poll', address, response);
    const body = await readWhole(request);
    this.prepare(request, address, 'realtime');
    // A polling session lives on one replica; when that is gone, another one says so, and the client begins anew.
    await this.proxy.forward(request, response, {
      candidates: await this.replicas.of('realtime').inTurnFor(address),
      traffic: 'poll',
      repeatable: isRepeatable(request),
      body,
    });
  }

  /** Where a WebSocket may go: beside the polling session it grows out of, or anywhere. */
  async prepareUpgrade(request: IncomingMessage): Promise<Replica[]> {
    const address = this.addressLimiter.addressOf(request);
    this.prepare(request, address, 'realtime');
    const session = new URL(request.url ?? '/', 'http://localhost').searchParams.get('sid');
    const replicas = this.replicas.of('realtime');
    return session ? replicas.inTurnFor(address) : replicas.inTurn();
  }

  /** Who has logged out is out when the answer comes, not only when the event does. */
  private forgetsSession(sessionId: string | undefined): OnAnswer | undefined {
    return sessionId ? (status) => void (status === 204 && this.revoked.add(sessionId)) : undefined;
  }

  private async pass(service: ServiceName, request: Request, response: ServerResponse, { userId, ...passing }: Passing): Promise<void> {
    // A replica is asked when all of a small body is here: slow senders hold none of its connections.
    const body = passing.traffic === 'upload' ? undefined : await readWhole(request);
    if (userId && passing.traffic === 'call') await this.userConcurrency.take(service, userId, response);
    if (response.destroyed) return;
    this.prepare(request, this.addressLimiter.addressOf(request), service);
    response.setHeader('Cache-Control', 'no-store');
    await this.proxy.forward(request, response, { ...passing, body, candidates: await this.replicas.of(service).inTurn() });
  }

  private async authenticate(request: Request): Promise<AccessClaims> {
    const token = bearerToken(request);
    if (!token) throw new ProblemError(unauthenticated, { headers: { 'WWW-Authenticate': 'Bearer' } });
    const claims = await this.verifier.verify(token);
    if (this.revoked.has(claims.sessionId)) throw new ProblemError(sessionRevoked);
    return claims;
  }

  private refuseOtherSites({ endpoint }: PublicRoute, request: Request): void {
    if (endpoint !== authApi.refresh && !request.get('cookie')) return;
    const trusted = [new URL(this.config.PUBLIC_URL).origin, ...this.config.GATEWAY_CORS_ORIGINS];
    if (!isFromOwnSite(request, trusted)) throw new ProblemError(forbidden);
  }

  private prepare(request: IncomingMessage, address: string, service: ServiceName): void {
    stripSpoofable(request.headers);
    const context = requestContext.get();
    Object.assign(request.headers, {
      'x-forwarded-for': address,
      [serviceHeader]: this.tokens.for(service),
      ...(context && { traceparent: context.traceparent, 'x-request-id': context.requestId }),
    });
  }
}

/** The body, sent on with its length; nothing when there is none. */
async function readWhole(request: IncomingMessage): Promise<Buffer | undefined> {
  if (!hasBody(request)) return undefined;
  const body = await readBody(request, bodyLimit);
  delete request.headers['transfer-encoding'];
  delete request.headers.expect;
  request.headers['content-length'] = String(body.length);
  return body;
}

const repeatableMethods = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/** Whether another replica may be sent the same request after one broke off. */
function isRepeatable({ method }: Request, route?: PublicRoute): boolean {
  return route?.endpoint.idempotent ?? repeatableMethods.has(method);
}

/** The session that a successful call ends, as far as the call itself shows. */
function endedBy({ endpoint }: PublicRoute, request: Request, sessionId: string): string | undefined {
  if (endpoint === authApi.revokeSession) return String(request.params.sessionId).toLowerCase();
  return endpoint === authApi.logout || endpoint === authApi.logoutAll ? sessionId : undefined;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { authApi } from '@hallway/contracts-auth';
import { forbidden, sessionRevoked, unauthenticated } from '@hallway/contracts-core';
import { ServiceTokens, serviceHeader, TokenVerifier, type AccessClaims } from '@hallway/service-kit/auth';
import { requestContext } from '@hallway/service-kit/context';
import { ProblemError } from '@hallway/service-kit/errors';
import { clientAddress } from '@hallway/service-kit/http';
import { type Replica, ServiceReplicas } from '@hallway/service-kit/replicas';
import { RevokedSessions } from '../access/revoked-sessions';
import { GatewayConfig } from '../config';
import type { PublicRoute, ServiceName } from '../routing/public-routes';
import { EdgeLimits } from './edge-limits';
import { stripSpoofable } from './forwarded-headers';
import { isFromOwnSite } from './own-site';
import { type OnAnswer, type Passing, ProxyService } from './proxy.service';

/** What happens to a request before a service sees it. */
@Injectable()
export class EdgeService {
  constructor(
    private readonly config: GatewayConfig,
    private readonly limits: EdgeLimits,
    private readonly verifier: TokenVerifier,
    private readonly revoked: RevokedSessions,
    private readonly tokens: ServiceTokens,
    private readonly replicas: ServiceReplicas,
    private readonly proxy: ProxyService,
  ) {}

  /** Checks a call of a known route and passes it on. */
  async handle(route: PublicRoute, request: Request, response: Response): Promise<void> {
    const address = this.addressOf(request);
    await this.limits.countAddress(address);
    let onAnswer: OnAnswer | undefined;
    if (route.endpoint.auth === 'user') {
      const { userId, sessionId } = await this.authenticate(request);
      await this.limits.countUser(route, userId, sessionId);
      onAnswer = this.forgetsSession(endedBy(route, request, sessionId));
    } else {
      this.refuseOtherSites(route, request);
      await this.limits.countAnonymous(route, address);
    }
    await this.pass(route.service, request, response, address, { repeatable: isRepeatable(request, route), onAnswer });
  }

  /** For protocols whose paths are not in the contract tables: a signed-in caller, then straight on. */
  async handleUser(service: ServiceName, request: Request, response: Response): Promise<void> {
    const address = this.addressOf(request);
    await this.limits.countAddress(address);
    await this.authenticate(request);
    await this.pass(service, request, response, address, { repeatable: isRepeatable(request) });
  }

  /** Long polling of sockets; the realtime service asks for the token itself. */
  async handlePolling(request: Request, response: Response): Promise<void> {
    const address = this.addressOf(request);
    await this.limits.countAddress(address);
    this.prepare(request, address, 'realtime');
    // A polling session lives on one replica; when that is gone, another one says so, and the client begins anew.
    await this.proxy.forward(request, response, { candidates: await this.replicas.of('realtime').inTurnFor(address), repeatable: isRepeatable(request) });
  }

  /** Where a WebSocket may go: beside the polling session it grows out of, or anywhere. */
  async prepareUpgrade(request: IncomingMessage): Promise<Replica[]> {
    const address = this.addressOf(request);
    this.prepare(request, address, 'realtime');
    const session = new URL(request.url ?? '/', 'http://localhost').searchParams.get('sid');
    const replicas = this.replicas.of('realtime');
    return session ? replicas.inTurnFor(address) : replicas.inTurn();
  }

  /** Who has logged out is out when the answer comes, not only when the event does. */
  private forgetsSession(sessionId: string | undefined): OnAnswer | undefined {
    return sessionId ? (status) => void (status === 204 && this.revoked.add(sessionId)) : undefined;
  }

  private async pass(service: ServiceName, request: Request, response: ServerResponse, address: string, passing: Omit<Passing, 'candidates'>): Promise<void> {
    this.prepare(request, address, service);
    response.setHeader('Cache-Control', 'no-store');
    await this.proxy.forward(request, response, { ...passing, candidates: await this.replicas.of(service).inTurn() });
  }

  private async authenticate(request: Request): Promise<AccessClaims> {
    const [scheme, token] = (request.get('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) {
      throw new ProblemError(unauthenticated, { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    const claims = await this.verifier.verify(token);
    if (this.revoked.has(claims.sessionId)) throw new ProblemError(sessionRevoked);
    return claims;
  }

  private refuseOtherSites({ endpoint }: PublicRoute, request: Request): void {
    if (endpoint !== authApi.refresh && !request.get('cookie')) return;
    const trusted = [new URL(this.config.PUBLIC_URL).origin, ...this.config.GATEWAY_CORS_ORIGINS];
    if (!isFromOwnSite(request, trusted)) throw new ProblemError(forbidden);
  }

  private addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.config.GATEWAY_TRUSTED_PROXIES);
  }

  private prepare(request: IncomingMessage, address: string, service: ServiceName | 'realtime'): void {
    stripSpoofable(request.headers);
    const context = requestContext.get();
    Object.assign(request.headers, {
      'x-forwarded-for': address,
      [serviceHeader]: this.tokens.for(service),
      ...(context && { traceparent: context.traceparent, 'x-request-id': context.requestId }),
    });
  }

}

const repeatableMethods = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/** Whether another replica may be sent the same request after one broke off. */
function isRepeatable({ method }: Request, route?: PublicRoute): boolean {
  return route?.endpoint.idempotent ?? repeatableMethods.has(method);
}

/** The session that a successful call ends, as far as the call itself tells. */
function endedBy({ endpoint }: PublicRoute, request: Request, sessionId: string): string | undefined {
  if (endpoint === authApi.revokeSession) return String(request.params.sessionId).toLowerCase();
  return endpoint === authApi.logout || endpoint === authApi.logoutAll ? sessionId : undefined;
}

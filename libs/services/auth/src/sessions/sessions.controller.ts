import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';

import {
  authApi,
  type AuthResult,
  ChangePassword,
  type EndedSessions,
  Login,
  Refresh,
  Register,
  type Session,
  sessionsInternalApi,
  type TokenTransport,
} from '@hallway/contracts-auth';
import { type Page, PageQuery } from '@hallway/contracts-core';
import { Body, type Caller, type CallingClient, ClientInfo, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { AuthConfig } from '../config';
import { type Device, deviceNameOf } from './device';
import { clearRefreshCookie, refreshCookie, setRefreshCookie } from './refresh-cookie';
import { type IssuedTokens, type PresentedToken, SessionsService } from './sessions.service';
import { SignInService } from './sign-in.service';

@Controller()
export class SessionsController {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly config: AuthConfig,
  ) {}

  @Endpoint(authApi.register)
  async register(@Body() body: Register, @ClientInfo() client: CallingClient, @Res({ passthrough: true }) response: Response): Promise<AuthResult> {
    return this.answer(await this.signIn.register(body, deviceOf(body, client)), body.tokenTransport, response);
  }

  @Endpoint(authApi.login)
  async login(
    @Body() body: Login,
    @ClientInfo() client: CallingClient,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AuthResult> {
    return this.answer(await this.signIn.login(body, deviceOf(body, client), cookieOf(request)), body.tokenTransport, response);
  }

  @Endpoint(authApi.refresh)
  async refresh(
    @Body() body: Refresh,
    @ClientInfo() client: CallingClient,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AuthResult> {
    const presented = presentedToken(body, request);
    const tokens = await this.sessions.refresh(presented, client.ip);
    // A token that came in the cookie stays out of reach of scripts, whatever they ask for.
    return this.answer(tokens, presented?.via === 'cookie' ? 'cookie' : body.tokenTransport, response);
  }

  @Endpoint(authApi.logout)
  async logout(@CurrentUser() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.end(caller.userId, 'logout', caller.sessionId);
    clearRefreshCookie(response, this.config.PUBLIC_URL);
  }

  @Endpoint(authApi.logoutAll)
  async logoutAll(@CurrentUser() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.end(caller.userId, 'logout-all');
    clearRefreshCookie(response, this.config.PUBLIC_URL);
  }

  @Endpoint(authApi.sessions)
  list(@CurrentUser() caller: Caller, @Query() query: PageQuery): Promise<Page<Session>> {
    return this.sessions.list(caller.userId, caller.sessionId, query);
  }

  @Endpoint(authApi.revokeSession)
  async revoke(@CurrentUser() caller: Caller, @Params() params: { sessionId: string }): Promise<void> {
    await this.sessions.end(caller.userId, 'revoked', params.sessionId);
  }

  @Endpoint(authApi.changePassword)
  async changePassword(@CurrentUser() caller: Caller, @ClientInfo() client: CallingClient, @Body() body: ChangePassword): Promise<void> {
    await this.signIn.changePassword(caller.userId, caller.sessionId, client.ip, body);
  }

  @Endpoint(sessionsInternalApi.ended)
  async ended(): Promise<EndedSessions> {
    return { sessionIds: await this.sessions.endedLately() };
  }

  private answer(tokens: IssuedTokens, transport: TokenTransport | undefined, response: Response): AuthResult {
    if (transport === 'body') return tokens;
    setRefreshCookie(response, tokens.refreshToken, this.config.PUBLIC_URL, this.config.AUTH_SESSION_IDLE_DAYS * 86_400_000);
    const { refreshToken: _inCookie, ...visible } = tokens;
    return visible;
  }
}

function deviceOf(body: { deviceName?: string }, client: CallingClient): Device {
  return { deviceName: body.deviceName || deviceNameOf(client.userAgent), ip: client.ip, userAgent: client.userAgent };
}

function presentedToken({ refreshToken }: Refresh, request: Request): PresentedToken | undefined {
  if (refreshToken !== undefined) return { token: refreshToken, via: 'body' };
  const cookie = cookieOf(request);
  return cookie ? { token: cookie, via: 'cookie' } : undefined;
}

function cookieOf(request: Request): string | undefined {
  const value = (request.cookies as Record<string, unknown> | undefined)?.[refreshCookie];
  return typeof value === 'string' && value.length <= 512 ? value : undefined;
}

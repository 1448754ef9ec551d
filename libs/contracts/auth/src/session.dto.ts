import { IsBoolean, IsEmail, IsIn, IsString, IsUUID, MaxLength } from 'class-validator';

import { Count, ListOf, Moment, NameText, ObjectOf, Optional, pageOf, TextLength } from '@hallway/contracts-core';

import { CurrentUser, Username } from './user.dto.ts';
import { userLimits } from './user.limits.ts';

/** How the refresh token travels: an HttpOnly cookie (browsers), or in the body (bots, mobile). */
export const tokenTransports = ['cookie', 'body'] as const;
export type TokenTransport = (typeof tokenTransports)[number];

export class TokenRequest {
  @Optional() @IsIn(tokenTransports) tokenTransport?: TokenTransport;
}

export class Register extends TokenRequest {
  @IsString() @Username() username: string;
  @IsEmail() @MaxLength(userLimits.email) email: string;
  @TextLength(userLimits.passwordMin, userLimits.passwordMax) password: string;
  @Optional() @NameText(1, userLimits.displayName) displayName?: string;
  @Optional() @NameText(0, userLimits.deviceName) deviceName?: string;
}

export class Login extends TokenRequest {
  /** Username or e-mail address. */
  @TextLength(1, userLimits.email) login: string;
  @TextLength(1, userLimits.passwordTyped) password: string;
  @Optional() @NameText(0, userLimits.deviceName) deviceName?: string;
}

export class Refresh extends TokenRequest {
  /** Only for those who do not use the cookie. */
  @Optional() @TextLength(1, 512) refreshToken?: string;
}

export class AuthResult {
  @TextLength(1, userLimits.token) accessToken: string;
  /** Seconds until the access token runs out. */
  @Count(1, 86_400) expiresIn: number;
  @ObjectOf(() => CurrentUser) user: CurrentUser;
  /** Only with `tokenTransport: 'body'`. */
  @Optional() @TextLength(1, 512) refreshToken?: string;
}

export class ChangePassword extends TokenRequest {
  @TextLength(1, userLimits.passwordTyped) currentPassword: string;
  @TextLength(userLimits.passwordMin, userLimits.passwordMax) newPassword: string;
}

export class ResetPassword {
  /** Of a link that was made for one account. */
  @TextLength(1, 64) token: string;
  @TextLength(userLimits.passwordMin, userLimits.passwordMax) password: string;
}

/** One signed-in device of the caller. */
export class Session {
  @IsUUID() id: string;
  @TextLength(0, userLimits.deviceName) deviceName: string;
  @TextLength(0, 64) ip: string;
  @TextLength(0, 1_000) userAgent: string;
  @Moment() createdAt: string;
  @Moment() lastSeenAt: string;
  @IsBoolean() current: boolean;
}

export const SessionPage = pageOf(Session);

/** A public key of ES256, as RFC 7517 writes it. */
export class Jwk {
  @IsIn(['EC']) kty: 'EC';
  @IsIn(['P-256']) crv: 'P-256';
  /** Coordinates, base64url. */
  @TextLength(43, 43) x: string;
  @TextLength(43, 43) y: string;
  /** Named in the header of the tokens that it verifies. */
  @TextLength(1, 100) kid: string;
  @IsIn(['ES256']) alg: 'ES256';
  @IsIn(['sig']) use: 'sig';
}

export class Jwks {
  @ListOf(() => Jwk, 100) keys: Jwk[];
}

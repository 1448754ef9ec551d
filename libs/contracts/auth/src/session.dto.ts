import { IsBoolean, IsEmail, IsIn, IsInt, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { NameText, Optional, pageOf, TextLength } from '@hallway/contracts-core';
import { CurrentUser, Username } from './user.dto';
import { userLimits } from './user.limits';

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
  @TextLength(1, userLimits.passwordMax) password: string;
  @Optional() @NameText(0, userLimits.deviceName) deviceName?: string;
}

export class Refresh extends TokenRequest {
  /** Only for those who do not use the cookie. */
  @Optional() @TextLength(1, 512) refreshToken?: string;
}

export class Logout extends TokenRequest {}

export class AuthResult {
  @IsString() accessToken: string;
  /** Seconds until the access token runs out. */
  @IsInt() expiresIn: number;
  @ValidateNested() @Type(() => CurrentUser) user: CurrentUser;
  /** Only with `tokenTransport: 'body'`. */
  @IsOptional() @IsString() refreshToken?: string;
}

export class ChangePassword extends TokenRequest {
  @TextLength(1, userLimits.passwordMax) currentPassword: string;
  @TextLength(userLimits.passwordMin, userLimits.passwordMax) newPassword: string;
}

/** One signed-in device of the caller. */
export class Session {
  @IsUUID() id: string;
  @IsString() deviceName: string;
  @IsString() ip: string;
  @IsString() userAgent: string;
  @IsString() createdAt: string;
  @IsString() lastSeenAt: string;
  @IsBoolean() current: boolean;
}

export const SessionPage = pageOf(Session);

export class Jwks {
  keys: Record<string, string>[];
}

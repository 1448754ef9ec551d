import { IsInt, IsString, Max, Min, MinLength } from 'class-validator';

import { EnvVar, ServiceConfig } from '@hallway/service-kit/config';

export class AuthConfig extends ServiceConfig {
  @EnvVar({ description: 'Mixed into every password before hashing; at least 32 characters. Losing it makes every password useless.', secret: true })
  @IsString()
  @MinLength(32)
  AUTH_PASSWORD_PEPPER: string;

  @EnvVar({ description: 'Encrypts the private signing keys in the database; at least 32 characters', secret: true })
  @IsString()
  @MinLength(32)
  AUTH_KEY_SECRET: string;

  @EnvVar({ description: 'bcrypt cost of new password hashes', default: 11 })
  @IsInt()
  @Min(10)
  @Max(15)
  AUTH_BCRYPT_COST: number;

  @EnvVar({ description: 'Seconds an access token lives', default: 600 })
  @IsInt()
  @Min(5)
  @Max(3600)
  AUTH_ACCESS_TOKEN_SECONDS: number;

  @EnvVar({ description: 'Days after which an unused session ends', default: 14 })
  @IsInt()
  @Min(1)
  @Max(90)
  AUTH_SESSION_IDLE_DAYS: number;

  @EnvVar({ description: 'Days after which every session ends', default: 90 })
  @IsInt()
  @Min(1)
  @Max(365)
  AUTH_SESSION_MAX_DAYS: number;

  @EnvVar({ description: 'Days after which a new signing key takes over', default: 30 })
  @IsInt()
  @Min(1)
  @Max(365)
  AUTH_KEY_ROTATION_DAYS: number;

  @EnvVar({ description: 'As at the gateway: exchanges without a live session count with its calls on anonymous routes', default: 100 })
  @IsInt()
  @Min(1)
  GATEWAY_ANONYMOUS_LIMIT: number;

  @EnvVar({ description: 'Sessions of one person; a new one ends the one unused for longest', default: 50 })
  @IsInt()
  @Min(1)
  AUTH_SESSIONS_PER_PERSON: number;
}

import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

import { EnvVar, ServiceConfig } from '@hallway/service-kit/config';

export class ApiGatewayConfig extends ServiceConfig {
  @EnvVar({ description: 'Folder of the built web app; without it only the API is served' })
  @IsOptional()
  @IsString()
  GATEWAY_WEB_DIR?: string;

  @EnvVar({ description: 'Origins, comma-separated, besides PUBLIC_URL whose pages may call the API', default: [] })
  @IsString({ each: true })
  GATEWAY_CORS_ORIGINS: string[];

  @EnvVar({ description: 'Origins, comma-separated, that pages may also fetch from and send to, such as an object store', default: [] })
  @IsString({ each: true })
  GATEWAY_CONNECT_ORIGINS: string[];

  @EnvVar({ description: 'How many proxies before the gateway set X-Forwarded-For', default: 0 })
  @IsInt()
  @Min(0)
  @Max(10)
  GATEWAY_TRUSTED_PROXIES: number;

  @EnvVar({ description: 'Calls on the anonymous routes from one address in 15 minutes', default: 100 })
  @IsInt()
  @Min(1)
  GATEWAY_ANONYMOUS_LIMIT: number;

  @EnvVar({ description: 'Reading calls of one session in a minute', default: 1200 })
  @IsInt()
  @Min(1)
  GATEWAY_READ_LIMIT: number;

  @EnvVar({ description: 'Writing calls of one user in a minute', default: 600 })
  @IsInt()
  @Min(1)
  GATEWAY_WRITE_LIMIT: number;

  @EnvVar({ description: 'Searches of one user in a minute', default: 60 })
  @IsInt()
  @Min(1)
  GATEWAY_SEARCH_LIMIT: number;

  @EnvVar({ description: 'How often auth is asked which sessions have ended, beside its events, in ms', default: 30_000 })
  @IsInt()
  @Min(100)
  @Max(60_000)
  GATEWAY_SESSION_SWEEP_MS: number;

  @EnvVar({
    description:
      'Requests of any kind from one address to one replica in a minute. Beyond it each user who is signed in there has a minute of their own reading and writing calls',
    default: 6000,
  })
  @IsInt()
  @Min(1)
  GATEWAY_ADDRESS_LIMIT: number;

  @EnvVar({
    description:
      'Requests of strangers of one address, and as many of its people who are signed in, that may be under way at one replica, of each kind: calls, long polls, uploads, downloads',
    default: 1000,
  })
  @IsInt()
  @Min(1)
  GATEWAY_IN_FLIGHT_PER_ADDRESS: number;

  @EnvVar({ description: 'Calls of one user that may be under way at one replica; of uploads and of downloads a quarter as many', default: 200 })
  @IsInt()
  @Min(1)
  GATEWAY_IN_FLIGHT_PER_USER: number;

  @EnvVar({
    description: "Connections that one address may have open; 0 for any number. Not counted when there are trusted proxies: then the address is a proxy's",
    default: 2000,
  })
  @IsInt()
  @Min(0)
  override CONNECTIONS_PER_ADDRESS: number;

  override get connectionsPerAddress(): number {
    return this.GATEWAY_TRUSTED_PROXIES === 0 ? super.connectionsPerAddress : 0;
  }
}

import { IsInt, IsUrl, Matches, Max, Min } from 'class-validator';

import { EnvVar, ServiceConfig } from '@hallway/service-kit/config';

/** The settings of the realtime service; it has no database. */
export class RealtimeConfig extends ServiceConfig {
  @EnvVar({ description: "Begins the ids of this replica's connections, so that a proxy can keep polling clients on it; INSTANCE_ID when empty", default: '' })
  @Matches(/^[A-Za-z0-9_-]{0,40}$/)
  REPLICA_TAG: string;

  @EnvVar({ description: 'Further origins whose pages may connect, comma-separated; PUBLIC_URL always may', default: [] })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] }, { each: true })
  REALTIME_ORIGINS: string[];

  @EnvVar({ description: 'How many proxies set X-Forwarded-For on what reaches this service without the gateway', default: 0 })
  @IsInt()
  @Min(0)
  @Max(10)
  REALTIME_TRUSTED_PROXIES: number;

  @EnvVar({ description: 'Connections that one user may have to one replica', default: 10 })
  @IsInt()
  @Min(1)
  @Max(1_000)
  REALTIME_SOCKETS_PER_USER: number;

  @EnvVar({ description: 'How long a socket may live on after its token has run out, in ms', default: 5_000 })
  @IsInt()
  @Min(0)
  @Max(30_000)
  REALTIME_TOKEN_LEEWAY_MS: number;

  @EnvVar({ description: 'How long after the last connection a user counts as offline, in ms', default: 10_000 })
  @IsInt()
  @Min(100)
  @Max(60_000)
  REALTIME_OFFLINE_AFTER_MS: number;

  @EnvVar({ description: 'How long a replica that says nothing counts as alive, in ms; it speaks three times as often', default: 6_000 })
  @IsInt()
  @Min(150)
  @Max(60_000)
  REALTIME_LEASE_MS: number;

  @EnvVar({ description: 'How long closing all connections at shutdown may take, in ms', default: 5_000 })
  @IsInt()
  @Min(0)
  @Max(8_000)
  REALTIME_DRAIN_MS: number;

  @EnvVar({ description: 'How often auth is asked which sessions have ended, beside its events, in ms', default: 30_000 })
  @IsInt()
  @Min(100)
  @Max(60_000)
  REALTIME_SESSION_SWEEP_MS: number;

  @EnvVar({ description: 'Connections of one address to one replica that have not said yet who they are', default: 50 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  REALTIME_UNAUTHENTICATED_PER_ADDRESS: number;

  @EnvVar({ description: 'Connections of one address in a minute, to all replicas, that end without having said who they are', default: 300 })
  @IsInt()
  @Min(1)
  @Max(100_000)
  REALTIME_FAILED_HANDSHAKES: number;

  @EnvVar({ description: 'How long a connection may take to say who it is, in ms', default: 8_000 })
  @IsInt()
  @Min(100)
  @Max(45_000)
  REALTIME_HANDSHAKE_MS: number;

  /** What the ids of this replica's connections begin with. */
  get replicaTag(): string {
    return this.REPLICA_TAG || this.INSTANCE_ID.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 40);
  }

  /** Origins of pages that may connect. */
  get allowedOrigins(): ReadonlySet<string> {
    return new Set([this.PUBLIC_URL, ...this.REALTIME_ORIGINS].map((url) => new URL(url).origin));
  }
}

import { randomBytes } from 'node:crypto';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, IsUrl, Max, Min, MinLength } from 'class-validator';

import { IsDatabaseUrl } from './database-url';
import { EnvVar } from './env-var';
import { RELEASE } from './release';

const url = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
/** Also names of service records, which have underscores. */
const replicas = { ...url, protocols: [...url.protocols, 'srv+http'], allow_underscores: true };

/** The settings that every service has; each service extends it with its own. */
export class ServiceConfig {
  @EnvVar({ description: 'Port of the HTTP server; 0 takes any free one', default: 0 })
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT: number;

  @EnvVar({ description: 'Port of health checks and metrics; 0 takes any free one', default: 0 })
  @IsInt()
  @Min(0)
  @Max(65_535)
  OPS_PORT: number;

  @EnvVar({ description: 'Address to listen on', default: '127.0.0.1' })
  @IsString()
  HOST: string;

  @EnvVar({ description: 'How the service runs', default: 'development' })
  @IsIn(['production', 'development', 'test'])
  NODE_ENV: string;

  @EnvVar({ description: 'Least important log lines to write', default: 'info' })
  @IsIn(['error', 'warn', 'info', 'debug'])
  LOG_LEVEL: string;

  @EnvVar({ description: 'Version shown in logs and documents', default: RELEASE })
  @IsString()
  SERVICE_VERSION: string;

  @EnvVar({ description: 'Name of this replica', default: randomBytes(6).toString('hex') })
  @IsString()
  INSTANCE_ID: string;

  @EnvVar({ description: 'PostgreSQL, with the role of this service; several hosts and sslmode: docs/stores.md', secret: true })
  @IsOptional()
  @IsDatabaseUrl()
  DATABASE_URL: string;

  @EnvVar({ description: 'Connections of one replica to PostgreSQL', default: 10 })
  @IsInt()
  @Min(1)
  @Max(20)
  DATABASE_POOL_MAX: number;

  @EnvVar({ description: 'Redis: redis://, rediss:// or redis-sentinel://host:port,host:port/master-name', secret: true, default: 'redis://127.0.0.1:6379' })
  @IsString()
  REDIS_URL: string;

  @EnvVar({ description: 'Put before every Redis key', default: '' })
  @IsString()
  REDIS_KEY_PREFIX: string;

  @EnvVar({ description: 'Signs the tokens between services; the same everywhere, at least 32 characters', secret: true })
  @IsString()
  @MinLength(32)
  SERVICE_SECRET: string;

  @EnvVar({ description: 'Address that browsers use', default: 'http://localhost:3000' })
  @IsUrl(url)
  PUBLIC_URL: string;

  @EnvVar({ description: 'Replicas of auth: addresses, or names that lead to all of them, comma-separated (docs/replicas.md)', default: [] })
  @IsUrl(replicas, { each: true })
  AUTH_URL: string[];

  @EnvVar({ description: 'Replicas of conversations: addresses, or names that lead to all of them, comma-separated (docs/replicas.md)', default: [] })
  @IsUrl(replicas, { each: true })
  CONVERSATIONS_URL: string[];

  @EnvVar({ description: 'Replicas of messages: addresses, or names that lead to all of them, comma-separated (docs/replicas.md)', default: [] })
  @IsUrl(replicas, { each: true })
  MESSAGES_URL: string[];

  @EnvVar({ description: 'Replicas of realtime: addresses, or names that lead to all of them, comma-separated (docs/replicas.md)', default: [] })
  @IsUrl(replicas, { each: true })
  REALTIME_URL: string[];

  @EnvVar({ description: 'Replicas of uploads: addresses, or names that lead to all of them, comma-separated (docs/replicas.md)', default: [] })
  @IsUrl(replicas, { each: true })
  UPLOADS_URL: string[];

  @EnvVar({
    description: 'OpenTelemetry collector that traces are sent to, by OTLP over HTTP: http://collector:4318; without one there are none (docs/traces.md)',
  })
  @IsOptional()
  @IsUrl(url)
  OTEL_EXPORTER_OTLP_ENDPOINT: string;

  @EnvVar({ description: 'Part of the traces that is recorded, from 0 to 1; the same everywhere', default: 0.1 })
  @IsNumber()
  @Min(0)
  @Max(1)
  OTEL_TRACES_SAMPLER_ARG: number;

  @EnvVar({ description: 'Limits on how often a caller may call; off only for load tests', default: 'on' })
  @IsIn(['on', 'off'])
  RATE_LIMITS: string;

  @EnvVar({
    description: 'Connections that one address may have open to this process; 0 for any number, which is right where all come through a proxy or the gateway',
    default: 0,
  })
  @IsInt()
  @Min(0)
  CONNECTIONS_PER_ADDRESS: number;

  /** The limit of connections that is in force. */
  get connectionsPerAddress(): number {
    return this.RATE_LIMITS === 'on' ? this.CONNECTIONS_PER_ADDRESS : 0;
  }
}

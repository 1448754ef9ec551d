import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { HealthCheckService, HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import { DataSource } from 'typeorm';

import { authApi } from '@hallway/contracts-auth';
import { type Neighbours, ServiceClient, ServiceReplicas } from '@hallway/service-calls';
import { KeyStore, registerUserStrategy, ServiceTokens, TokenVerifier } from '@hallway/service-kit/auth';
import { ServiceConfig } from '@hallway/service-kit/config';
import { Transactions } from '@hallway/service-kit/database';
import { Health, observeHealth } from '@hallway/service-kit/health';
import { ProblemFilter } from '@hallway/service-kit/http';
import { GrowingWaits, RateLimits } from '@hallway/service-kit/limits';
import { Logger } from '@hallway/service-kit/log';
import { Metrics, observeRedis } from '@hallway/service-kit/metrics';
import { REDIS, REDIS_BLOCKING, RedisConnections } from '@hallway/service-kit/redis';
import { Tracing, tracingOf } from '@hallway/service-kit/tracing';

import { type DataSourceFactory, observeDatabase } from './data-source-factory';

/** What a service's kit is made from. */
export interface KitOptions {
  name: string;
  config: ServiceConfig;
  logger: Logger;
  dataSource?: DataSourceFactory;
  /** The services of this process, where several share one. */
  neighbours?: Neighbours;
}

let applications = 0;

function storeProviders({ name, config, logger, dataSource }: KitOptions): Provider[] {
  const redis: Provider[] = [
    { provide: RedisConnections, useFactory: () => new RedisConnections(config, logger, name) },
    {
      provide: REDIS,
      inject: [RedisConnections, Metrics],
      useFactory: async (connections: RedisConnections, metrics: Metrics) => {
        const client = connections.connect('command');
        await connections.ready(client);
        observeRedis(metrics, client);
        return client;
      },
    },
    { provide: REDIS_BLOCKING, inject: [RedisConnections], useFactory: (connections: RedisConnections) => () => connections.connect('blocking') },
  ];
  if (!dataSource) return redis;
  const source: Provider = { provide: DataSource, useExisting: getDataSourceToken(name) };
  const transactions: Provider = {
    provide: Transactions,
    inject: [DataSource, Metrics],
    useFactory: (source: DataSource, metrics: Metrics) => {
      observeDatabase(metrics, source);
      return new Transactions(source, (err) => logger.error('a hook after a commit failed', { err }));
    },
  };
  return [...redis, source, transactions];
}

function authProviders({ name, config, logger }: KitOptions, strategy: string): Provider[] {
  return [
    {
      provide: KeyStore,
      inject: [ServiceClient],
      useFactory: (client: ServiceClient) =>
        new KeyStore(
          () => client.call(authApi.jwks),
          (err) => logger.warn('the keys of auth could not be read', { err }),
        ),
    },
    { provide: TokenVerifier, inject: [KeyStore], useFactory: (keys: KeyStore) => new TokenVerifier(keys) },
    { provide: ServiceTokens, useFactory: () => new ServiceTokens(config.SERVICE_SECRET, name) },
    { provide: 'hallway:user-strategy', inject: [KeyStore], useFactory: (keys: KeyStore) => registerUserStrategy(strategy, keys) },
  ];
}

function callProviders({ name, config, logger, neighbours }: KitOptions): Provider[] {
  return [
    { provide: ServiceReplicas, useFactory: () => new ServiceReplicas(config, { neighbours }) },
    {
      provide: ServiceClient,
      inject: [ServiceReplicas, ServiceTokens, Metrics, Tracing],
      useFactory: (replicas: ServiceReplicas, tokens: ServiceTokens, metrics: Metrics, tracing: Tracing) =>
        new ServiceClient({ name, replicas, tokens, metrics, tracing, copyAll: config.NODE_ENV === 'test' }),
    },
    { provide: RateLimits, inject: [REDIS], useFactory: (redis: Redis) => new RateLimits(redis, config.RATE_LIMITS === 'on') },
    { provide: GrowingWaits, inject: [REDIS], useFactory: (redis: Redis) => new GrowingWaits(redis, logger) },
    {
      provide: APP_FILTER,
      inject: [Metrics, HttpAdapterHost],
      useFactory: (metrics: Metrics, host: HttpAdapterHost) => new ProblemFilter(logger, metrics, host),
    },
    {
      provide: Health,
      inject: [HealthCheckService, HealthIndicatorService, Metrics, REDIS, { token: DataSource, optional: true }],
      useFactory: (checks: HealthCheckService, indicators: HealthIndicatorService, metrics: Metrics, redis: Redis, source?: DataSource) => {
        const health = new Health(checks, indicators);
        health.addRedis(redis);
        if (source) health.addDatabase(source);
        observeHealth(metrics, health);
        return health;
      },
    },
  ];
}

/** Named, because TypeORM's module knows the data sources of all applications of a process by name. */
function databaseModule({ name, dataSource, logger }: KitOptions): DynamicModule[] {
  if (!dataSource) return [];
  const useFactory = (metrics: Metrics, tracing: Tracing) => ({ ...dataSource(logger, metrics, tracing).options, retryAttempts: 15, retryDelay: 1_000 });
  return [TypeOrmModule.forRootAsync({ name, inject: [Metrics, Tracing], useFactory })];
}

/** Gives every module of a service what the kit offers. */
@Module({})
export class KitModule {
  static forService(options: KitOptions): DynamicModule {
    const { name, config, logger, neighbours } = options;
    applications += 1;
    const strategy = `hallway-access-${applications}`;
    const providers: Provider[] = [
      { provide: config.constructor, useValue: config },
      ...(config.constructor === ServiceConfig ? [] : [{ provide: ServiceConfig, useValue: config }]),
      { provide: Logger, useValue: logger },
      { provide: Metrics, useFactory: () => new Metrics(name, { ofProcess: neighbours === undefined }) },
      { provide: Tracing, inject: [Metrics], useFactory: (metrics: Metrics) => tracingOf(name, config, metrics) },
      ...storeProviders(options),
      ...authProviders(options, strategy),
      ...callProviders(options),
    ];
    const passport = PassportModule.register({ defaultStrategy: strategy });
    return {
      module: KitModule,
      global: true,
      imports: [passport, TerminusModule.forRoot({ logger: false }), ...databaseModule(options)],
      providers,
      exports: [passport, ...providers.filter((provider) => !('provide' in provider && provider.provide === APP_FILTER))],
    };
  }
}

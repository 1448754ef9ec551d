import type { Api, ServiceName } from '@hallway/contracts-core';

/**
 * The routes of a service by which people change something, as `METHOD /path`.
 *
 * @param contracts all that a package of contracts exports
 */
export function changingRoutes(service: ServiceName, contracts: object): string[] {
  return Object.entries(contracts)
    .filter(([name]) => name.endsWith('Api'))
    .flatMap(([, api]) => Object.values(api as Api))
    .filter((endpoint) => endpoint.service === service && endpoint.auth !== 'service' && endpoint.method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);
}

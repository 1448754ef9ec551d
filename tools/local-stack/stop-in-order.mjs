/** How long each layer may take; together they stay under the 10 s that a stop may last. */
const LIMITS_MS = { gateway: 3000, services: 4000 };

/** Ends the gateway, then the other services, then the stores; each layer is killed when its time is over. */
export async function stopInOrder(services, stores) {
  const gateways = services.filter(({ name }) => name === 'api-gateway');
  const others = services.filter(({ name }) => name !== 'api-gateway');
  await Promise.all(gateways.map((service) => service.stop(LIMITS_MS.gateway)));
  await Promise.all(others.map((service) => service.stop(LIMITS_MS.services)));
  await stores?.stop();
}

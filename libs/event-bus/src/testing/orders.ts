import { event } from '@hallway/contracts-core';

export class OrderPlaced {
  key: string;
  value: number;
}

export const orderPlaced = event('orders.order-placed.v1', OrderPlaced, { subject: ({ key }) => key });
/** No service consumes it. */
export const orderArchived = event('orders.order-archived.v1', OrderPlaced, { subject: ({ key }) => key });

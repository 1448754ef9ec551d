import { dashboard, orNone, panel, perSecond, quantile } from '../dashboard.mjs';

const statements = 'hallway_db_query_duration_seconds';

export const stores = dashboard({
  uid: 'hallway-stores',
  title: 'Hallway: stores',
  description: 'PostgreSQL and Redis as the services see them, and the events between the services.',
  rows: [
    [
      'PostgreSQL',
      [
        panel('Statements', 'ops', { '{{service}}': perSecond(`${statements}_count`, { by: 'service' }) }),
        panel('p95 by service', 's', { '{{service}}': quantile(0.95, statements, { by: 'service' }) }),
        panel('p95 by statement', 's', { '{{operation}}': quantile(0.95, statements, { by: 'operation' }) }),
        panel('Connections in use', 'short', { '{{service}}': 'sum by (service) (hallway_db_pool_connections{state="used"})' }),
        panel('Connections at rest', 'short', { '{{service}}': 'sum by (service) (hallway_db_pool_connections{state="idle"})' }),
        panel('Callers that wait', 'short', { '{{service}}': 'sum by (service) (hallway_db_pool_connections{state="waiting"})' }),
      ],
    ],
    [
      'Redis',
      [
        panel('Answers', 'short', { '{{service}}': 'min by (service) (hallway_redis_up)' }),
        panel('Memory', 'bytes', { used: 'max(hallway_redis_memory_used_bytes)' }),
        panel('Streams', 'bytes', { '{{domain}}': 'max by (domain) (hallway_event_stream_bytes)' }),
        panel('Services that go on without a store', 'short', { '{{service}} {{store}}': orNone('max by (service, store) (hallway_store_degraded)') }),
      ],
    ],
    [
      'Outbox and streams',
      [
        panel('Not published', 'short', { '{{domain}}': 'max by (domain) (hallway_outbox_depth)' }),
        panel('Oldest not published', 's', { '{{domain}}': 'max by (domain) (hallway_outbox_oldest_age_seconds)' }),
        panel('Published', 'ops', { '{{domain}}': perSecond('hallway_events_published_total', { by: 'domain' }) }),
        panel('Not handled', 'short', { '{{service}}': 'sum by (service) (hallway_event_lag)' }),
        panel('Handled, p95 from the commit', 's', { '{{service}}': quantile(0.95, 'hallway_event_handling_seconds', { by: 'service' }) }),
        panel('Given again', 'ops', { '{{service}}': orNone(perSecond('hallway_events_redelivered_total', { by: 'service' })) }),
        panel('Read from the outbox', 'ops', { '{{service}}': orNone(perSecond('hallway_events_refilled_total', { by: 'service' })) }),
      ],
    ],
  ],
});

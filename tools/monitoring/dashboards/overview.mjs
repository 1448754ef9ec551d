import { dashboard, orNone, panel, perSecond, quantiles } from '../dashboard.mjs';

const requests = 'hallway_http_request_duration_seconds_count';
const edge = 'service="api-gateway"';

export const overview = dashboard({
  uid: 'hallway-overview',
  title: 'Hallway: overview',
  description: 'Whether people can write to each other, on one page.',
  rows: [
    [
      'What people notice',
      [
        panel('Sends, until acknowledged', 's', quantiles('hallway_realtime_send_ack_seconds')),
        panel('Deliveries, from the commit', 's', quantiles('hallway_realtime_delivery_seconds')),
        panel('Requests, until answered', 's', quantiles('hallway_http_request_duration_seconds', { selector: edge })),
      ],
    ],
    [
      'How much',
      [
        panel('Messages', 'ops', { stored: perSecond('hallway_messages_sent_total') }),
        panel('Sockets', 'short', { now: 'sum(hallway_realtime_sockets_connected)', peak: 'sum(max_over_time(hallway_realtime_sockets_connected[1d]))' }),
        panel('Requests', 'reqps', { '{{status}}': perSecond(requests, { by: 'status', selector: edge }) }),
      ],
    ],
    [
      'What fails',
      [
        panel('Requests that failed', 'percentunit', {
          share: `(${orNone(perSecond(requests, { selector: `${edge}, status="5xx"` }))}) / ${perSecond(requests, { selector: edge })}`,
        }),
        panel('Events of clients that failed', 'ops', {
          failed: orNone(perSecond('hallway_realtime_events_received_total', { selector: 'outcome=~"unavailable|internal"' })),
        }),
        panel('Processes', 'short', { answering: 'sum(up{job="hallway"})', known: 'count(up{job="hallway"})' }),
      ],
    ],
    [
      'What waits',
      [
        panel('Oldest event not published', 's', { '{{domain}}': 'max by (domain) (hallway_outbox_oldest_age_seconds)' }),
        panel('Sends not answered', 'short', { waiting: 'sum(hallway_realtime_sends_waiting)' }),
        panel('Redis answers', 'short', { '{{service}}': 'min by (service) (hallway_redis_up)' }),
      ],
    ],
  ],
});

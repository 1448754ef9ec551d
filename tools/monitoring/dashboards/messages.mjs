import { dashboard, orNone, panel, perSecond, quantile, quantiles } from '../dashboard.mjs';

const delivery = 'hallway_realtime_delivery_seconds';

export const messages = dashboard({
  uid: 'hallway-messages',
  title: 'Hallway: messages and delivery',
  description: 'The way of a message, from the socket of who sends it to the sockets of who reads it.',
  rows: [
    [
      'Sending',
      [
        panel('Messages', 'ops', { '{{kind}}': perSecond('hallway_messages_sent_total', { by: 'kind' }) }),
        panel('Until acknowledged', 's', quantiles('hallway_realtime_send_ack_seconds')),
        panel('Waiting', 'short', { '{{instance}}': 'sum by (instance) (hallway_realtime_sends_waiting)' }),
        panel('Answers', 'ops', { '{{outcome}}': perSecond('hallway_realtime_events_received_total', { by: 'outcome', selector: 'event="message:send"' }) }),
        panel('Sends in a request', 'short', quantiles('hallway_realtime_send_batch_messages')),
        panel('Sends in a commit', 'short', quantiles('hallway_messages_send_batch_messages')),
      ],
    ],
    [
      'Storing',
      [
        panel('Statements that store', 's', quantiles('hallway_db_query_duration_seconds', { selector: 'service="messages", operation=~"send-.*"' })),
        panel('All statements of messages, p95', 's', {
          '{{operation}}': quantile(0.95, 'hallway_db_query_duration_seconds', { by: 'operation', selector: 'service="messages"' }),
        }),
        panel('Calls of messages', 's', quantiles('hallway_call_duration_seconds', { selector: 'target="messages"' })),
      ],
    ],
    [
      'Delivering',
      [
        panel('From the commit', 's', quantiles(delivery)),
        panel('From the commit, p95 by path', 's', { '{{path}}': quantile(0.95, delivery, { by: 'path' }) }),
        panel('Frames with changes', 'ops', {
          '{{event}}': perSecond('hallway_realtime_frames_sent_total', { by: 'event', selector: 'event=~"messages:.*|receipts:.*"' }),
        }),
        panel('Handling of events, p95', 's', {
          '{{service}} {{type}}': quantile(0.95, 'hallway_event_handling_seconds', { by: 'service, type', selector: 'type=~"messages.*"' }),
        }),
        panel('Events put aside', 'short', { '{{stream}}': orNone('sum by (stream) (hallway_events_dead_lettered_total)') }),
        panel('Events lost', 'short', { '{{stream}}': orNone('sum by (stream) (hallway_events_lost_total)') }),
      ],
    ],
  ],
});

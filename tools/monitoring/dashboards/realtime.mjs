import { dashboard, orNone, panel, perSecond } from '../dashboard.mjs';

export const realtime = dashboard({
  uid: 'hallway-realtime',
  title: 'Hallway: realtime and sockets',
  description: 'Connections: how many, what comes and goes over them, and why they end.',
  rows: [
    [
      'Connections',
      [
        panel('Now', 'short', { '{{instance}}': 'sum by (instance) (hallway_realtime_sockets_connected)' }),
        panel('Most since the start', 'short', { '{{instance}}': 'max by (instance) (hallway_realtime_sockets_peak)' }),
        panel('Watched presence', 'short', { '{{instance}}': 'sum by (instance) (hallway_realtime_presence_watched_users)' }),
        panel('Refused', 'ops', { '{{code}}': orNone(perSecond('hallway_realtime_handshakes_refused_total', { by: 'code' })) }),
        panel('Ended by the server', 'ops', { '{{reason}}': orNone(perSecond('hallway_realtime_sockets_cut_total', { by: 'reason' })) }),
        panel('Processor of realtime', 'percentunit', { '{{instance}}': 'max by (instance) (hallway_event_loop_busy_ratio)' }),
      ],
    ],
    [
      'Over them',
      [
        panel('Events from clients', 'ops', { '{{event}}': perSecond('hallway_realtime_events_received_total', { by: 'event' }) }),
        panel('Answers that are problems', 'ops', {
          '{{outcome}}': orNone(perSecond('hallway_realtime_events_received_total', { by: 'outcome', selector: 'outcome!="ok"' })),
        }),
        panel('Frames to clients', 'ops', { '{{event}}': perSecond('hallway_realtime_frames_sent_total', { by: 'event' }) }),
        panel('Frames for a message', 'short', { frames: `${perSecond('hallway_realtime_frames_sent_total')} / ${perSecond('hallway_messages_sent_total')}` }),
      ],
    ],
  ],
});

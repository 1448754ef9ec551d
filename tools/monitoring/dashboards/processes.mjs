import { dashboard, orNone, panel, perSecond, quantile } from '../dashboard.mjs';

const requests = 'hallway_http_request_duration_seconds';
const edge = 'service="api-gateway"';

export const processes = dashboard({
  uid: 'hallway-processes',
  title: 'Hallway: process and edge',
  description: 'Requests from outside and between services, and what each process uses.',
  rows: [
    [
      'Edge',
      [
        panel('Requests', 'reqps', { '{{status}}': perSecond(`${requests}_count`, { by: 'status', selector: edge }) }),
        panel('p95 by route', 's', { '{{method}} {{route}}': quantile(0.95, requests, { by: 'method, route', selector: edge }) }),
        panel('Problems', 'ops', { '{{service}} {{code}}': orNone(perSecond('hallway_http_problems_total', { by: 'service, code' })) }),
      ],
    ],
    [
      'Between services',
      [
        panel('Calls', 'ops', { '{{service}} to {{target}}': perSecond('hallway_call_duration_seconds_count', { by: 'service, target' }) }),
        panel('p95', 's', { '{{target}} {{transport}}': quantile(0.95, 'hallway_call_duration_seconds', { by: 'target, transport' }) }),
        panel('Requests under way', 'short', { '{{service}}': 'sum by (service) (hallway_http_requests_in_flight)' }),
      ],
    ],
    [
      'Processes',
      [
        panel('Processor', 'percentunit', { '{{service}} {{instance}}': perSecond('process_cpu_seconds_total', { by: 'service, instance' }) }),
        panel('Event loop busy', 'percentunit', { '{{service}} {{instance}}': 'max by (service, instance) (hallway_event_loop_busy_ratio)' }),
        panel('Timers late, p95', 's', { '{{service}} {{instance}}': quantile(0.95, 'hallway_event_loop_delay_seconds', { by: 'service, instance' }) }),
        panel('Memory', 'bytes', { '{{service}} {{instance}}': 'max by (service, instance) (process_resident_memory_bytes)' }),
        panel('Heap of JavaScript', 'bytes', { '{{service}} {{instance}}': 'max by (service, instance) (nodejs_heap_size_used_bytes)' }),
        panel('Collection of garbage', 'percentunit', { '{{service}}': perSecond('nodejs_gc_duration_seconds_sum', { by: 'service' }) }),
        panel('Open files and connections', 'percentunit', { '{{service}} {{instance}}': 'max by (service, instance) (process_open_fds / process_max_fds)' }),
        panel('Running for', 's', { '{{service}} {{instance}}': 'time() - max by (service, instance) (process_start_time_seconds)' }),
      ],
    ],
  ],
});

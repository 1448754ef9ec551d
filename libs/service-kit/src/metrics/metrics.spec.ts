import perfHooks from 'node:perf_hooks';

import { eventually } from '@hallway/testing';

import { Metrics } from './metrics';

describe('Metrics', () => {
  it('names series after the service and answers the same one again', async () => {
    const metrics = new Metrics('api-gateway');
    metrics.counter('requests_total', 'Requests', ['kind']).inc({ kind: 'a' });
    metrics.counter('requests_total', 'Requests', ['kind']).inc({ kind: 'a' });
    metrics.gauge('hallway_ws_connections', 'Connections', [], (gauge) => gauge.set(7));
    metrics.histogram('wait_seconds', 'Waits').observe(0.2);
    const text = await metrics.registry.metrics();
    expect(text).toContain('hallway_api_gateway_requests_total{kind="a",service="api-gateway"} 2');
    expect(text).toContain('hallway_ws_connections{service="api-gateway"} 7');
    expect(text).toContain('hallway_api_gateway_wait_seconds_count{service="api-gateway"} 1');
    expect(text).toContain('process_cpu_user_seconds_total');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('tells how busy the event loop is without a timer that wakes an idle process', async () => {
    const enabled = jest.spyOn(perfHooks, 'monitorEventLoopDelay');
    const text = await new Metrics('auth').registry.metrics();
    expect(text).toMatch(/^hallway_event_loop_busy_ratio\{service="auth"\} [01]/m);
    expect(text).not.toContain('nodejs_eventloop_lag_p99_seconds');
    expect(enabled.mock.calls.map(([options]) => (options?.resolution ?? 10) >= 60_000)).toEqual([true]);
  });

  it('tells how late timers come, by one that wakes with others', async () => {
    const { registry } = new Metrics('auth');
    await eventually(async () => expect(await registry.metrics()).toMatch(/^hallway_event_loop_delay_seconds_count\{service="auth"\} [1-9]/m));
    const until = performance.now() + 1_300;
    while (performance.now() < until); // the loop stands still over a beat
    await eventually(async () => {
      const [, quick, all] = /le="0.025",service="auth"\} (\d+)[^]*_count\{service="auth"\} (\d+)/.exec(await registry.metrics()) ?? [];
      expect(Number(all)).toBeGreaterThan(Number(quick));
    });
  });

  it('keeps services of one process apart', () => {
    expect(() => [new Metrics('a'), new Metrics('b')]).not.toThrow();
  });
});

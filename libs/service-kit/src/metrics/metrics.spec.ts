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

  it('keeps services of one process apart', () => {
    expect(() => [new Metrics('a'), new Metrics('b')]).not.toThrow();
  });
});

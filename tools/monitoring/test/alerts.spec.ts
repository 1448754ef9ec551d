import { read, readYaml, unknownIn, unknownLabelsIn } from './monitoring-files';

interface Alert {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}

const { groups } = readYaml('deploy/prometheus/alerts.yml') as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);
const names = alerts.map(({ alert }) => alert);

describe('alerts', () => {
  it('have a section each that says what they mean and what to do, in their order', () => {
    const sections = read('docs/alerts.md').split(/^### /m).slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(names);
    for (const section of sections) expect(section.replace(/^## .*$/ms, '').length).toBeGreaterThan(80);
  });

  it.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s asks for metrics that exist, and leads to its section',
    (name, { expr, labels, annotations }) => {
      expect({ unknown: unknownIn(expr), labels: unknownLabelsIn(expr) }).toEqual({ unknown: [], labels: [] });
      expect(labels.severity).toMatch(/^(critical|warning)$/);
      expect(annotations.summary).not.toBe('');
      expect(annotations.runbook).toBe(`docs/alerts.md#${name.toLowerCase()}`);
    },
  );

  it('have a case in which they fire and one in which they do not', () => {
    interface Case {
      alert_rule_test: { alertname: string; exp_alerts: object[] }[];
    }
    const { tests } = readYaml('deploy/prometheus/alerts.test.yml') as { tests: Case[] };
    const cases = tests.flatMap(({ alert_rule_test: all }) => all);
    const tried = (fires: boolean): string[] => cases.filter((one) => one.exp_alerts.length > 0 === fires).map(({ alertname }) => alertname);
    expect(tried(true)).toEqual(names);
    expect(tried(false)).toEqual(names);
  });
});

describe('the check of expressions', () => {
  it('finds what does not exist', () => {
    expect(unknownIn('sum by (service) (rate(hallway_http_request_duration_seconds[5m])) > 1')).toEqual(['hallway_http_request_duration_seconds']);
    expect(unknownLabelsIn('hallway_event_lag{shard="1", stream="a"}')).toEqual(['hallway_event_lag{shard}']);
    expect(unknownIn('sum(rate(hallway_messages_sent_total[5m] offset 10m))')).toEqual([]);
  });
});

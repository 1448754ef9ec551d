/** What Grafana puts in place of a window that fits the resolution of the picture. */
const WINDOW = '$__rate_interval';
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const COLUMNS = 3;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 8;

/** Of a counter, a second; `selector` without braces, `by` a label or several. */
export const perSecond = (metric, { by = '', selector = '' } = {}) => `sum${by && ` by (${by})`} (rate(${metric}${selector && `{${selector}}`}[${WINDOW}]))`;

/** The time within which this share was done, of a histogram. */
export const quantile = (share, metric, { by = '', selector = '' } = {}) =>
  `histogram_quantile(${share}, ${perSecond(`${metric}_bucket`, { by: by ? `${by}, le` : 'le', selector })})`;

/** Half, 95 and 99 of a hundred. */
export const quantiles = (metric, options) => Object.fromEntries([0.5, 0.95, 0.99].map((share) => [`p${share * 100}`, quantile(share, metric, options)]));

/** For what never happens in a good month: a line at 0 instead of no data. */
export const orNone = (expression) => `${expression} or vector(0)`;

/**
 * @param unit as Grafana calls it: `s`, `ops`, `bytes`, `short`, `percentunit`
 * @param lines expressions by legend; `{{label}}` in a legend is the value of a label
 */
export const panel = (title, unit, lines) => ({ title, unit, lines });

/** The JSON that Grafana imports. `rows` are `[heading, panels]`. */
export function dashboard({ uid, title, description, rows }) {
  const panels = [];
  let y = 0;
  for (const [heading, ofRow] of rows) {
    panels.push({ type: 'row', title: heading, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] });
    ofRow.forEach((one, place) => {
      const gridPos = { x: (place % COLUMNS) * WIDTH, y: y + 1 + Math.floor(place / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT };
      panels.push({ ...timeseries(one), gridPos });
    });
    y += 1 + Math.ceil(ofRow.length / COLUMNS) * HEIGHT;
  }
  return {
    uid,
    title,
    description,
    tags: ['hallway'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    templating: { list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', current: {}, hide: 0 }] },
    links: [{ type: 'dashboards', title: 'Hallway', tags: ['hallway'], asDropdown: true, includeVars: true, keepTime: true }],
    panels: panels.map((one, place) => ({ id: place + 1, ...one })),
  };
}

function timeseries({ title, unit, lines }) {
  return {
    type: 'timeseries',
    title,
    datasource: DATASOURCE,
    fieldConfig: { defaults: { unit, min: 0, custom: { lineWidth: 1, fillOpacity: 10, showPoints: 'never' } }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: Object.entries(lines).map(([legendFormat, expr], place) => ({
      refId: String.fromCharCode(65 + place),
      datasource: DATASOURCE,
      expr,
      legendFormat,
    })),
  };
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is safe in HTML and SVG. */
export function escaped(text: string | number): string {
  return String(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

export function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** A number of a table of numbers with its name. */
export function figure(name: string, value: string, note = ''): string {
  return `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}${note && `<small>${escaped(note)}</small>`}</dd></div>`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5a6577; --line: #d8dde6; --paper: #fff; --panel: #f5f7fa; --good: #0f7a4a; --bad: #b3261e; --fault: #e0592a; --load: #2b62c4; --late: #7a4bc2; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf2; --soft: #a0abbd; --line: #333c4a; --paper: #12161d; --panel: #1a2029; --good: #4cc38a; --bad: #ff8a80; --fault: #ff9466; --load: #7fb0ff; --late: #c3a1ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; line-height: 1.2; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; }
p { margin: .25rem 0; } a { color: var(--load); } .soft, small { color: var(--soft); }
.good { color: var(--good); } .bad { color: var(--bad); } td.good, td.bad { font-weight: 600; white-space: nowrap; }
.verdict { display: inline-block; margin-bottom: .5rem; padding: .1rem .7rem; border: 2px solid currentColor; border-radius: 999px; font-weight: 700; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; }
dl div { padding: .7rem .9rem; background: var(--panel); border-radius: .5rem; } dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums; } dd small { display: block; font-size: .8rem; font-weight: 400; }
figure { margin: 0; padding: .75rem; background: var(--panel); border-radius: .5rem; } figcaption { padding: .5rem .25rem 0; color: var(--soft); font-size: .85rem; } svg { display: block; width: 100%; height: auto; } svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
.wide { overflow-x: auto; } table { width: 100%; border-collapse: collapse; } th, td { padding: .45rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; } thead th { color: var(--soft); font-size: .85rem; font-weight: 600; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details { margin: .5rem 0; padding: .6rem .9rem; background: var(--panel); border-left: 3px solid var(--bad); border-radius: .25rem; } summary { cursor: pointer; font-weight: 600; }
pre { overflow-x: auto; margin: .5rem 0; padding: .6rem; background: var(--paper); border: 1px solid var(--line); border-radius: .25rem; font: 12.5px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** A page that needs nothing from elsewhere. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

import { checkHistory } from '../checker/check-history';
import { breakages } from '../checker/sample/breakages';
import { sampleRun } from '../checker/sample/sample-run';
import { indexPage } from './index-page';
import { measuresOf } from './measures';
import { reportPage } from './report';

const events = sampleRun({ seed: 3, steps: 150, eventful: true, ordered: false });
const broken = sampleRun({ seed: 3, steps: 150, eventful: true, ordered: false, bug: 'acks-without-storing' });
const page = (of = events, title = 'kill -9 one of two'): string =>
  reportPage({ verdict: checkHistory(of), events: of, title, replay: 'npm run torture -- --seed 3' });

describe('the report of a run', () => {
  it('says that everything held, with how often it looked, and how to run it again', () => {
    expect(page()).toContain('Everything held');
    expect(page()).toContain('npm run torture -- --seed 3');
    for (const name of Object.keys(checkHistory(events).checks)) expect(page()).toContain(`<th scope="row">${name}</th>`);
  });

  it('shows what is broken with the lines that prove it, and what is lost', () => {
    const { lost, violations } = checkHistory(broken);
    const html = page(broken);
    expect(html).toContain('Broken: I1');
    expect(html).toContain(violations[0]?.says);
    expect(html).toContain(`${violations[0]?.evidence[0]?.line}: {&quot;type&quot;:&quot;invoked&quot;`);
    expect(html).toContain(lost[0]?.clientMessageId);
  });

  it('lets no text of a run become markup', () => {
    expect(page(events, '<script>alert(1)</script>')).not.toContain('<script');
  });

  it('takes nothing from elsewhere, and names its picture in words', () => {
    expect(page()).not.toMatch(/<(script|link|img|iframe)|https?:|url\(/);
    expect(page()).toMatch(/<svg [^>]*role="img" aria-label="[^"]*Shaded: F00 of messages from 20.0 s to 30.0 s/);
  });

  it('is made of a run that recorded hardly anything, too', () => {
    expect(page(events.slice(0, 1))).toContain('Broken: bound');
    expect(page([])).toContain('Broken: bound');
  });
});

describe('the measures of a run', () => {
  it('count every acknowledged send once', () => {
    const { slices, counts, sliceMs } = measuresOf(events);
    const acked = slices.reduce((sum, { acks }) => sum + (acks * sliceMs) / 1_000, 0);
    expect(acked).toBeCloseTo(counts.find(({ name }) => name === 'sends acknowledged')?.count ?? -1);
  });
});

describe('the index', () => {
  const run = (of: typeof events, caught?: boolean) => ({
    verdict: checkHistory(of),
    title: 'a fault',
    href: 'f.html',
    ...(caught !== undefined && { caught }),
  });

  it('is good when every run held, and every planted bug was caught', () => {
    expect(indexPage([run(events), run(broken, true)])).toContain('Every run is as it must be');
    expect(indexPage([run(events), run(broken)])).toContain('1 of 2 runs are not as they must be');
    expect(indexPage([run(events, false)])).toContain('not caught');
  });

  it('says by what a planted bug was caught', () => {
    expect(breakages.some(({ bug }) => bug === 'acks-without-storing')).toBe(true);
    expect(indexPage([run(broken, true)])).toContain('caught by I1');
  });
});

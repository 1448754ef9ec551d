const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

/** The time as short as the gutter is wide: without AM or PM, which the group's header has. */
export function gutterTimeOf(iso: string): string {
  const parts = clock.formatToParts(new Date(iso)).filter(({ type }) => type !== 'dayPeriod');
  return parts
    .map(({ value }) => value)
    .join('')
    .trim();
}

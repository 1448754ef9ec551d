/**
 * Arrays as PostgreSQL reads them. The driver makes the same texts, but walks over every character of every element,
 * which for a batch of messages costs more than storing them.
 */

/** Of numbers and ids: nothing in them needs quoting. */
export function plainArray(items: readonly (string | number)[]): string {
  return `{${items.join(',')}}`;
}

const special = /["\\]/g;

/** Of any texts; null is NULL. */
export function textArray(items: readonly (string | null)[]): string {
  return `{${items.map((item) => (item === null ? 'NULL' : `"${item.replace(special, '\\$&')}"`)).join(',')}}`;
}

/** The sign of Hallway. Decoration beside its name. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--color-accent)" />
      <path d="M10 8v16M22 8v16M10 16h12" stroke="var(--color-on-accent)" strokeWidth="3.2" strokeLinecap="round" fill="none" />
    </svg>
  );
}

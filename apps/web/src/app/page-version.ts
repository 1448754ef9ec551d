/** The script that this page began with; each build has another. */
function ownScript(): string | null {
  return document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;
}

/** Whether the page that the server gives now begins with the same script; undefined without an answer. */
async function isServed(): Promise<boolean | undefined> {
  const script = ownScript();
  if (script === null) return undefined;
  try {
    const answer = await fetch('/', { cache: 'no-store', headers: { Accept: 'text/html' } });
    return answer.ok ? (await answer.text()).includes(script) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the server has another build of the page by now. Without an answer: no. */
export async function hasNewVersion(): Promise<boolean> {
  return (await isServed()) === false;
}

/** Whether this page is what the server has. Without an answer: no. */
export async function isNewestVersion(): Promise<boolean> {
  return (await isServed()) === true;
}

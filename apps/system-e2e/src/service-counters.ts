import type { startStack } from '../../../tools/local-stack/start-stack.mjs';

type Stack = Awaited<ReturnType<typeof startStack>>;

/** What a service has counted since it started, over all series of the metric that carry these labels. */
export async function counterOf(stack: Stack, service: string, metric: string, labels: Record<string, string> = {}): Promise<number> {
  let sum = 0;
  for (const { opsUrl } of stack.services as { opsUrl: string }[]) {
    const text = await (await fetch(`${opsUrl}/metrics`)).text();
    for (const line of text.split('\n')) {
      if (!line.startsWith(`${metric}{`) && !line.startsWith(`${metric} `)) continue;
      const carries = Object.entries({ ...labels, service }).every(([label, value]) => line.includes(`${label}="${value}"`));
      if (carries) sum += Number(line.slice(line.lastIndexOf(' ') + 1));
    }
  }
  return sum;
}

interface Layer {
  match?: (path: string) => boolean;
  route?: { methods?: Record<string, boolean> };
}

/** The methods for which an Express application has a route that fits the path. */
export function allowedMethods(express: object, path: string): string[] {
  const { router } = express as { router?: { stack?: Layer[] } };
  const methods = new Set<string>();
  for (const layer of router?.stack ?? []) {
    if (!layer.route?.methods || !fits(layer, path)) continue;
    for (const method of Object.keys(layer.route.methods)) methods.add(method.toUpperCase());
  }
  return [...methods].sort();
}

function fits(layer: Layer, path: string): boolean {
  try {
    return layer.match?.(path) ?? false;
  } catch {
    // A path that cannot be decoded fits nothing.
    return false;
  }
}

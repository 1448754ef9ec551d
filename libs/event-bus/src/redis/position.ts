/** Stream ids are `<position>-0`. */
export function positionOf(id: string): number {
  return Number.parseInt(id, 10);
}

export function idOf(position: number): string {
  return `${position}-0`;
}

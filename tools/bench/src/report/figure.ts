import { type FormName, labels } from '../systems/bench-system';
import { short } from './spread';
import { textTable } from './text-table';

/** A figure that is no comparison of chat loads, with what was aimed at. */
export interface Figure {
  workload: string;
  /** Of which form of Hallway. */
  form?: FormName;
  name: string;
  value: number;
  unit: string;
  goal?: { bound: number; atLeast?: boolean };
}

function verdict({ value, goal }: Figure): string {
  if (!goal) return '';
  return (goal.atLeast ? value >= goal.bound : value <= goal.bound) ? 'met' : 'not met';
}

function goalText({ goal }: Figure): string {
  return goal ? `${goal.atLeast ? '≥' : '≤'} ${goal.bound}` : '';
}

export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.workload,
    figure.form ? labels[figure.form] : '',
    figure.name,
    short(figure.value),
    figure.unit,
    goalText(figure),
    verdict(figure),
  ]);
  return textTable(['workload', 'form', 'figure', 'measured', 'unit', 'goal', ''], rows);
}

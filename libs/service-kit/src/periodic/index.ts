export { everyBeat, untilBeat } from './beat';
export { PeriodicTask } from './periodic-task';

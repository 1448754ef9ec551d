export { SessionSweep } from './session-sweep';

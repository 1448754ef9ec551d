import type { Form, LabNeeds } from '../lab/lab-needs';
import { backupFaults } from './backup-faults';
import { diskFaults } from './disk-faults';
import { eventFaults } from './event-faults';
import { failpointFaults } from './failpoint-faults';
import type { Fault } from './fault';
import { keyFaults } from './key-faults';
import { loadFaults } from './load-faults';
import { networkFaults } from './network-faults';
import { oneProcessFaults } from './one-process-faults';
import { openFaults } from './open-faults';
import { postgresFaults } from './postgres-faults';
import { processFaults } from './process-faults';
import { randomFaults } from './random-faults';
import { redisFaults } from './redis-faults';

/** F01 to F43, in order. */
export const catalogue: Fault[] = [
  ...processFaults,
  ...oneProcessFaults,
  ...redisFaults,
  ...postgresFaults,
  ...networkFaults,
  ...failpointFaults,
  ...backupFaults,
  ...diskFaults,
  ...eventFaults,
  ...keyFaults,
  ...loadFaults,
  ...randomFaults,
  ...openFaults,
].sort((a, b) => a.id.localeCompare(b.id));

/** What every change must survive, in each of the forms. */
export const smoke: Record<Form, string[]> = {
  separate: ['F01', 'F03', 'F05', 'F09', 'F10', 'F13', 'F17', 'F25'],
  one: ['F05', 'F09', 'F10', 'F13', 'F17', 'F25', 'F41', 'F42', 'F43'],
};

/** One machine that nearly all of them can be done to. */
export const smokeLab: LabNeeds = { failpoint: 'die-before-publishing', proxied: ['clients'] };

/** One for most of the catalogue. */
export const sharedLab: LabNeeds = { proxied: ['clients', 'redis'] };

import cluster from 'node:cluster';

import { environment, readReplicas } from './config';

const [command] = process.argv.slice(2);
const replicas = cluster.isPrimary && command === undefined ? readReplicas() : 1;

// Only what runs needs to be loaded: the process that starts the others has none of the services in it.
if (replicas > 1) void import('@hallway/service-host/workers').then(({ runWorkers }) => runWorkers('hallway', replicas, environment));
else void import('./services').then(({ runHallway }) => runHallway());

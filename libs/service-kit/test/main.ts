import 'reflect-metadata';

import { runService } from '../src/boot';
import { sampleService } from './sample-service';

await runService(sampleService);

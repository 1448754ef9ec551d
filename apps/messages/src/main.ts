import { runService } from '@hallway/service-kit/boot';

import { service } from './service';

void runService(service);

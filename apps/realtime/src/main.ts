import { runService } from '@hallway/service-kit/boot';

import { realtimeService } from './realtime.service-definition';

await runService(realtimeService);

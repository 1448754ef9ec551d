import { realtimeService } from '@hallway/realtime-service';
import { runService } from '@hallway/service-host';

void runService(realtimeService);

import { runService } from '@hallway/service-host';
import { uploadsService } from '@hallway/uploads-service';

void runService(uploadsService);

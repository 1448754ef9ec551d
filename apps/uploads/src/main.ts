import { runService } from '@hallway/service-kit/boot';
import { uploadsService } from './uploads.service-definition';

await runService(uploadsService);

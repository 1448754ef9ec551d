import { runService } from '@hallway/service-kit/boot';
import { authService } from './auth.service-definition';

await runService(authService);

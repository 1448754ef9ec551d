export { realtimeService } from './realtime.service-definition';

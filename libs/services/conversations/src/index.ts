export { conversationsService } from './conversations.service-definition';

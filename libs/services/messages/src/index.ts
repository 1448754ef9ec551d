export { messagesService } from './messages.service-definition';

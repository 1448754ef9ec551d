export { apiGatewayService as gatewayService } from './api-gateway.service-definition';

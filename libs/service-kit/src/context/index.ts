export { newRequestContext, requestContext, type RequestContext } from './request-context';
export { newTraceparent, traceIdOf } from './trace';

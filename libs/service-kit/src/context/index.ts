export { newRequestContext, requestContext, type RequestContext } from './request-context';
export { newTraceparent, spanOf } from './trace';

export { newRequestContext, requestContext, type RequestContext } from './request-context';
export { newTraceparent } from './trace';

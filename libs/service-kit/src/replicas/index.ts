export { NameLookup } from './name-lookup';
export type { Replica } from './replica';
export { Replicas } from './replicas';
export { type ServiceName, ServiceReplicas } from './service-replicas';

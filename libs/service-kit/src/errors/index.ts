export { classify } from './classify';
export { ProblemError, type ProblemExtras } from './problem-error';
export { isStoreFailure } from './store-failure';
export { toProblem } from './to-problem';

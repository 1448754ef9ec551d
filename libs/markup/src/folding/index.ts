export { capMarks, foldingVersion, foldText } from './fold-text';

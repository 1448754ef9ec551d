export { capMarks, foldingVersion, foldText } from './fold-text';
export { FoldedText } from './folded-text';

export { capMarks, foldingVersion, foldText } from './fold-text.ts';
export { FoldedText } from './folded-text.ts';

/**
 * What is typed while something opens belongs to it, and to nothing that has the focus until then. The result ends the
 * holding and reports what was typed; what would send or choose is dropped.
 */
export function holdKeys(): () => string {
  const typed: string[] = [];
  const hold = (event: KeyboardEvent) => {
    const command = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph');
    if (command || event.isComposing) return;
    if (event.key === 'Backspace') typed.pop();
    else if ([...event.key].length === 1) typed.push(event.key);
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('keydown', hold, true);
  return () => {
    window.removeEventListener('keydown', hold, true);
    return typed.join('');
  };
}

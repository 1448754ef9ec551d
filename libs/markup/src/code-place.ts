const fenceLine = /^[ >]*(`{3,}|~{3,})(.*)$/;

/** Whether what is typed at a place is code: nothing there is completed or replaced. */
export function isInCode(text: string, at: number): boolean {
  let fence = '';
  const paragraph: string[] = [];
  for (const line of text.slice(0, at).split('\n')) {
    const [, marks = '', info = ''] = fenceLine.exec(line) ?? [];
    const closes = fence !== '' && marks.startsWith(fence) && info.trim() === '';
    const opens = fence === '' && marks !== '' && !(marks.startsWith('`') && info.includes('`'));
    if (opens || closes) fence = opens ? marks : '';
    if (opens || closes || line.trim() === '') paragraph.length = 0;
    else paragraph.push(line);
  }
  return fence !== '' || endsInCode(paragraph.join('\n'));
}

/** Whether backticks are open at the end; one within a word is an apostrophe. */
function endsInCode(paragraph: string): boolean {
  let open = 0;
  for (const { 0: run, index } of paragraph.matchAll(/`+/g)) {
    if (open === run.length) open = 0;
    else if (open === 0 && !/[\p{L}\p{N}\\]/u.test(paragraph.charAt(index - 1))) open = run.length;
  }
  return open > 0;
}

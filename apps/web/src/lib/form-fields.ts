/** Reads the fields of a form by name. */
export function fieldsOf(form: HTMLFormElement): (name: string) => string {
  return (name) => {
    const field = form.elements.namedItem(name);
    return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : '';
  };
}

// Enter in a form that cannot be sent yet leads to the next line that is still empty.

/** A Svelte attachment for forms: `<form {@attach onward}>`. */
export function onward(form: HTMLFormElement): () => void {
  function keys(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing) return;
    if (!(event.target instanceof HTMLInputElement)) return;
    const send = form.querySelector<HTMLButtonElement>('[type="submit"]');
    if (!send?.disabled) return;
    event.preventDefault();
    const lines = [...form.querySelectorAll<HTMLInputElement>("input:not([type=radio])")];
    const after = lines.slice(lines.indexOf(event.target) + 1);
    [...after, ...lines].find((line) => line.value.trim() === "")?.focus();
  }
  form.addEventListener("keydown", keys);
  return () => form.removeEventListener("keydown", keys);
}

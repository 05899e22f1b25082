/** What the dialogs have in common. */

/**
 * Opens a dialog with the focus on its title, and so from its top: the browser's own choice, the first control, may be the
 * button at the end of a long text.
 * @param {HTMLDialogElement} dialog
 */
export function openDialog(dialog) {
  dialog.showModal();
  const title = dialog.querySelector("h2");
  if (!title) return;
  title.tabIndex = -1;
  title.focus();
}

/**
 * Closes a dialog by its button, and by a click outside of it.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} button
 */
export function closable(dialog, button) {
  button.onclick = () => dialog.close();
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close(); // what is inside is a target of its own
  };
}

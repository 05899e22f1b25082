/** What the dialogs have in common. */

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

/** What the dialogs have in common. */

/**
 * Closes a dialog by its button, and by a click outside of it. It opens with the focus on its title, and so from its top: the
 * browser's own choice, the first control, is the button at the end of a long text.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} button
 */
export function closable(dialog, button) {
  const title = dialog.querySelector("h2");
  if (title) Object.assign(title, { tabIndex: -1, autofocus: true });
  button.onclick = () => dialog.close();
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close(); // what is inside is a target of its own
  };
}

import { storeToken } from '../protocol/token';
import { byId } from './dom';

/** Asks for the server's token and keeps it; false where the person does not give one. */
export function askForToken(): Promise<boolean> {
  const dialog = byId('token-dialog', HTMLDialogElement);
  const input = byId('token', HTMLInputElement);
  input.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener(
      'close',
      () => {
        const isGiven = dialog.returnValue === 'use' && input.value !== '';
        if (isGiven) {
          storeToken(input.value);
        }
        input.value = '';
        resolve(isGiven);
      },
      { once: true },
    );
  });
}

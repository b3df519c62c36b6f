/** Where pictures and sound are analysed. */
export type Place = 'server' | 'browser';

/**
 * The one choice of the place, asked wherever something can be started: what is chosen in one panel is chosen in all, so that nobody who
 * wants nothing to leave the device sends a file from another panel. What concerns one place only has `data-place`.
 */
export class PlaceChoice {
  private readonly radios = [...document.querySelectorAll<HTMLInputElement>('input[type=radio].place')];
  private readonly texts = [...document.querySelectorAll<HTMLElement>('[data-place]')];
  private chosen: Place = 'server';

  constructor() {
    for (const radio of this.radios) {
      radio.addEventListener('change', () => this.choose(radio.value === 'browser' ? 'browser' : 'server'));
    }
    // A browser that goes back to this page keeps what was chosen.
    this.choose(this.radios.some(radio => radio.checked && radio.value === 'browser') ? 'browser' : 'server');
  }

  get value(): Place {
    return this.chosen;
  }

  private choose(place: Place): void {
    this.chosen = place;
    for (const radio of this.radios) {
      radio.checked = radio.value === place;
    }
    for (const text of this.texts) {
      text.hidden = text.dataset.place !== place;
    }
  }
}

/** What a person chose; `auto` follows the system. */
const storageKey = 'mien.theme';

/**
 * Lets the colours be chosen, and keeps the choice.
 * @param onChange Told after the page's colours changed, for what is painted on canvases.
 */
export function initializeTheme(select: HTMLSelectElement, onChange: () => void): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const isDark = select.value === 'dark' || (select.value === 'auto' && system.matches);
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    onChange();
  };
  const stored = localStorage.getItem(storageKey);
  select.value = stored === 'light' || stored === 'dark' ? stored : 'auto';
  select.addEventListener('change', () => {
    localStorage.setItem(storageKey, select.value);
    apply();
  });
  system.addEventListener('change', apply);
  apply();
}

/** The colour of a label in the page's present theme; labels beyond the shared seven get the neutral one. */
export function emotionColor(label: string): string {
  const style = getComputedStyle(document.documentElement);
  return (style.getPropertyValue(`--emotion-${label}`) || style.getPropertyValue('--emotion-neutral')).trim();
}

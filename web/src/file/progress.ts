/** How far an analysis of a file is. */
export type Progress =
  | { readonly stage: 'upload'; readonly fraction: number | null }
  | { readonly stage: 'queued' }
  | { readonly stage: 'models'; readonly fraction: number | null }
  | { readonly stage: 'sound' }
  | { readonly stage: 'analysis'; readonly fraction: number | null; readonly seconds: number };

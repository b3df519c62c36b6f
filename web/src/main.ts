import { sharedEmotions } from './protocol/types';

document.querySelector('#app')?.append(sharedEmotions.join(' '));

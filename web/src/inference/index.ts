export { createLocalEngine } from './localEngine';

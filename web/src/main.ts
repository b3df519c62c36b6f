import './styles/main.css';
import './styles/drop.css';
import { FileView } from './file/fileView';
import { LiveView } from './live/liveView';
import { Announcer } from './ui/announcer';
import { byId } from './ui/dom';
import { PlaceChoice } from './ui/placeChoice';
import { Tabs } from './ui/tabs';
import { initializeTheme } from './ui/theme';

// The page's folder: the server may stand behind a proxy that gives it a path of its own.
const base = new URL('.', document.baseURI);
const announcer = new Announcer(byId('announcer', HTMLParagraphElement));
const tabs = new Tabs(document.querySelector<HTMLElement>('[role=tablist]') ?? document.body);
const place = new PlaceChoice();
const live = new LiveView(base, announcer, place);
const file = new FileView(base, announcer, place, () => tabs.select('tab-file'));

initializeTheme(byId('theme', HTMLSelectElement), () => {
  live.recolor();
  file.recolor();
});

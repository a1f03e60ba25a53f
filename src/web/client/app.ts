// On every page.
import { themeSwitch } from './theme/switch.ts';

themeSwitch();

// On every page: betters what works without it.
import { relativeTimes } from './ago.ts';
import { copyButtons } from './copy.ts';
import { feedbackForms } from './feedback.ts';
import { liveSign } from './live/sign.ts';
import { suggestions } from './suggest/index.ts';
import { themeSwitch } from './theme/switch.ts';

themeSwitch();
suggestions();
copyButtons();
feedbackForms();
relativeTimes();
liveSign();

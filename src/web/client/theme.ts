// Runs before the first paint, so that a chosen theme does not flash: as small as it can be.
import { applyTheme, storedTheme } from './theme/stored.ts';

applyTheme(storedTheme());
// Styles hide what is for browsers with scripts alone.
document.documentElement.dataset['js'] = '';

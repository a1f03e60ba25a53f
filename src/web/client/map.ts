// The front page: the picture of all ports.
import { startMap } from './map/start.ts';

startMap();

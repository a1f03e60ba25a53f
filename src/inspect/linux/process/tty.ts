/*
 * tty_nr of /proc/PID/stat: a device number in the kernel's packed form, printed as a signed int:
 * bits 0-7 and 20-31 are the minor, bits 8-19 the major number (proc_pid_stat(5)).
 */
const named: Readonly<Record<number, string>> = { 166: 'ttyACM', 188: 'ttyUSB', 229: 'hvc' };

/** The terminal's name under /dev (`pts/3`, `tty1`, `ttyS0`), `major:minor` for a rare one, null for none. */
export function ttyName(ttyNr: number): string | null {
  const packed = ttyNr >>> 0;
  if (packed === 0) return null;
  const major = (packed >>> 8) & 0xfff;
  const minor = (packed & 0xff) | ((packed >>> 12) & 0xfff00);
  // Unix98 pseudo-terminals: majors 136 to 143 (devices.txt of the kernel).
  if (major >= 136 && major <= 143) return `pts/${(major - 136) * 256 + minor}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  if (major === 5 && minor === 1) return 'console';
  if (major === 204 && minor >= 64 && minor < 80) return `ttyAMA${minor - 64}`;
  const prefix = named[major];
  return prefix === undefined ? `${major}:${minor}` : `${prefix}${minor}`;
}

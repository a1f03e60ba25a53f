/**
 * Registrations whose product is gone. The full story with its citations is in the dossiers of these ports; the
 * sources of the dates here:
 *
 * - Forefront TMG 2010, the last of the line: extended support ended on 14 April 2020 (learn.microsoft.com/lifecycle;
 *   the dossier `2171-firewall-array`).
 * - WLBS: Microsoft KB 198516 (UDP 2504 for remote control, 1717 in Convoy's time). It lives on in Windows Server as
 *   Network Load Balancing, so on Windows nothing is said to be gone.
 */
export interface Retired {
  readonly from: number;
  readonly to: number;
  /** The registered service, or the product that is meant. */
  readonly product: string;
  /** Why whatever listens there is not that product. */
  readonly gone: string;
  /** Portreeve's own classic profile uses the port. */
  readonly classic: boolean;
}

const firewall = 'it ran on Windows only, and its last version lost all support on 14 April 2020';

const retiredRegistrations: readonly Retired[] = [
  {
    from: 2171,
    to: 2174,
    product: 'the Microsoft firewall array (ISA Server, Forefront TMG)',
    gone: firewall,
    classic: true,
  },
  {
    from: 3847,
    to: 3847,
    product: 'the Microsoft firewall control channel (ISA Server, Forefront TMG)',
    gone: firewall,
    classic: false,
  },
  {
    from: 2504,
    to: 2504,
    product: 'WLBS, the remote control of Windows load balancing',
    gone: 'that is answered by Windows only',
    classic: true,
  },
  {
    from: 1717,
    to: 1717,
    product: 'Convoy, the forerunner of WLBS, or fj-hdnet, to which the registry gives it',
    gone: 'Convoy ran on Windows NT only',
    classic: false,
  },
];

export const retiredAt = (port: number): Retired | null =>
  retiredRegistrations.find(({ from, to }) => port >= from && port <= to) ?? null;

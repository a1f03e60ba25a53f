/**
 * Dossiers as the build lays them down in `dist/data`, so that nothing but JSON is read at run time:
 *
 *     dossiers/<id>.json    the file of that name in `data/dossiers`, checked, its defaults filled in
 *     dossiers/index.json   {"2171": "microsoft-firewall-array", ...}: whose dossier a port is in
 *     hints.json            `SearchHint[]` for `reeve find`
 */
import type { Citation, Claim, Dossier, Statement } from '../claim.ts';
import type { DossierFile } from '../dossier-file.ts';

export const dossierFolder = 'dossiers';
export const dossierIndexName = 'index.json';
export const hintsName = 'hints.json';

export interface StoredDossier {
  readonly id: string;
  readonly file: DossierFile;
}

type Sources = DossierFile['sources'];

const cite = (keys: readonly string[], sources: Sources): readonly Citation[] =>
  keys.flatMap((key) => sources[key] ?? []);

/** The dossier as one of its ports sees it: claims and statements about other ports of the family left out. */
export function dossierOf({ id, file }: StoredDossier, port: number | null): Dossier {
  const concerns = ({ ports }: { readonly ports?: readonly number[] | undefined }): boolean =>
    port === null || ports === undefined || ports.includes(port);
  return {
    id,
    title: file.title,
    summary: file.summary,
    ports: file.ports,
    dormant: file.dormant,
    related: file.related,
    claims: file.claims.filter(concerns).map((claim) => claimOf(claim, file.sources)),
    statements: file.statements.filter(concerns).map((statement) => statementOf(statement, file.sources)),
  };
}

const claimOf = (claim: DossierFile['claims'][number], sources: Sources): Claim => ({
  kind: claim.kind,
  ...(claim.question === undefined ? {} : { question: claim.question }),
  text: claim.text,
  ...(claim.transport === undefined ? {} : { transport: claim.transport }),
  sources: cite(claim.sources, sources),
});

const statementOf = (statement: DossierFile['statements'][number], sources: Sources): Statement => ({
  says: statement.says,
  finding: statement.finding,
  text: statement.text,
  sources: cite(statement.sources, sources),
});

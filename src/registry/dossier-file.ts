/**
 * The shape of a dossier file, `data/dossiers/<id>.yaml`:
 *
 *     ports: [2171, 2172]                 # whom it is about; the first is the one it is listed under
 *     title: Microsoft firewall array
 *     summary: One plain sentence.
 *     keywords: [isa, tmg]                # optional: words people look for it by
 *     dormant: true                       # optional: nothing current uses it, so that whoever comes is news
 *     related: [{ port: 3847, why: "..." }]
 *     sources:                            # cited below by key; each was looked up on `accessed`
 *       rfc6335: { title: "...", url: "https://...", accessed: 2026-11-21 }
 *     registry:                           # what the text takes the registry to say; `verify` compares it
 *       - { port: 2171, transport: tcp, status: assigned, service: msfw-storage }
 *     claims:
 *       - { kind: purpose, text: "...", sources: [rfc6335] }
 *       - { kind: faq, question: "...?", text: "...", sources: [rfc6335] }
 *       - { kind: history, ports: [2171], transport: tcp, text: "...", sources: [rfc6335] }
 *     statements:                         # what popular references say, held against the sources
 *       - { says: "2504 is unassigned", finding: corrected, text: "...", sources: [iana] }
 *
 * A claim without `ports` is about all ports of the file. No claim may be without a source.
 */
import { z } from 'zod';
import { transports } from '../core/transport.ts';
import { claimKinds, findings } from './claim.ts';

const port = z.int().min(0).max(65_535);
const text = z.string().trim().min(1).max(4_000);
const isoDate = z.union([z.string(), z.date()]).transform((value, context) => {
  const day = value instanceof Date ? value.toISOString().slice(0, 10) : value;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) context.addIssue('expected a date such as 2026-11-21');
  return day;
});
const sourceKeys = z.array(z.string()).min(1, 'a claim needs at least one source');

export const dossierFile = z.strictObject({
  ports: z.array(port).min(1),
  title: text,
  summary: text,
  keywords: z.array(text).default([]),
  dormant: z.boolean().default(false),
  related: z.array(z.strictObject({ port, why: text })).default([]),
  sources: z.record(z.string(), z.strictObject({ title: text, url: z.url(), accessed: isoDate })),
  registry: z
    .array(
      z.strictObject({
        port,
        transport: z.enum(transports),
        status: z.enum(['assigned', 'reserved', 'unassigned', 'de-assigned']),
        service: z.string().nullable().default(null),
      }),
    )
    .min(1),
  claims: z
    .array(
      z.strictObject({
        kind: z.enum(claimKinds),
        ports: z.array(port).optional(),
        transport: z.enum(transports).optional(),
        question: text.optional(),
        text,
        sources: sourceKeys,
      }),
    )
    .min(1),
  statements: z
    .array(
      z.strictObject({
        says: text,
        finding: z.enum(findings),
        text,
        sources: sourceKeys,
        ports: z.array(port).optional(),
      }),
    )
    .default([]),
});

export type DossierFile = z.infer<typeof dossierFile>;

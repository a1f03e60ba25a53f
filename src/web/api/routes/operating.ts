import { envelope } from '../../../contract/envelope.ts';
import { toFeedbackDocument } from '../../../contract/feedback-item.ts';
import { type EndDocument, endRequest } from '../../../contract/operating.ts';
import { isoTime } from '../../../core/time.ts';
import { limit, moment, words } from '../fields.ts';
import { type ApiRoute, route } from '../route.ts';
import { storeOf } from '../store-of.ts';

/** What only the owner and signed-in operators may. */
export const operatingRoutes: readonly ApiRoute[] = [
  route({
    path: '/feedback',
    name: 'getFeedback',
    summary: 'What visitors said of the pages',
    query: { page: words(200).exactOptional(), since: moment('since'), limit: limit(1000, 100) },
    answers: 'portreeve/feedback/1',
    access: 'operator',
    run: ({ site, query: { since, limit = 100, ...rest }, now }) =>
      toFeedbackDocument(
        storeOf(site).feedback({ ...rest, limit, ...(since === undefined ? {} : { since: since(now) }) }),
      ),
  }),
  route({
    method: 'post',
    path: '/sign-in',
    name: 'makeSignInLink',
    summary: 'A link that signs an operator in, once, within five minutes',
    answers: 'portreeve/sign-in/1',
    access: 'owner',
    run: ({ site, now }) => {
      const { code, expiresAt } = site.gate.sessions.invite(now);
      const [base = ''] = site.addresses();
      return {
        ...envelope('portreeve/sign-in/1'),
        url: `${base}/sign-in?code=${code}`,
        expiresAt: isoTime(expiresAt),
      };
    },
  }),
  route({
    method: 'post',
    path: '/holders/end',
    name: 'endHolder',
    summary: 'Ends a process that holds a port; what it holds is looked at again before',
    body: endRequest,
    answers: 'portreeve/end/1',
    access: 'operator',
    leadsTo: ({ outcome }: EndDocument) => `/listeners?ended=${outcome}`,
    run: async ({ site, body, visitor }) => {
      const outcome = await site.options.view.end(body);
      site.options.log('info', 'A holder was to be ended', {
        ...body,
        outcome,
        by: visitor.role,
        address: visitor.connection.remoteAddress,
      });
      return { ...envelope('portreeve/end/1'), asked: body, outcome };
    },
  }),
];

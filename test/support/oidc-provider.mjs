/**
 * A real provider of identities (oidc-provider, certified) for tests, in a process of its own. Whoever types a name in its
 * sign-in form is that `sub`. Says `READY <port>` and lives until it is killed.
 * Environment: PORT, REDIRECT_URL, POST_LOGOUT_URL, ID_TOKEN_SECONDS (may be negative: tokens that have expired).
 */
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const { PORT = '0', REDIRECT_URL = '', POST_LOGOUT_URL = '', ID_TOKEN_SECONDS = '3600' } = process.env;
const server = createServer();
server.listen(Number(PORT), '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: 'brand-ledger',
        client_secret: 'secret-of-tests',
        redirect_uris: [REDIRECT_URL],
        post_logout_redirect_uris: [POST_LOGOUT_URL],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    cookies: { keys: ['keys-of-tests'] },
    // A claim that asks for power: the ledger must not hear it.
    claims: { openid: ['sub', 'role', 'roles'] },
    conformIdTokenClaims: false,
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, role: 'administrator', roles: ['administrator'] }) }),
    ttl: { IdToken: () => Number(ID_TOKEN_SECONDS), AccessToken: 60, AuthorizationCode: 60, Grant: 3600, Interaction: 3600, Session: 3600 },
  });
  server.on('request', provider.callback());
  process.stdout.write(`READY ${port}\n`);
});

// oidc-provider (OpenID-certified) with our people and clients, for tests on loopback alone.
// node oidc_provider.mjs PORT PEOPLE, where PEOPLE is JSON: {"ada": {"email": ..., "groups": [...]}, ...}.
// Run in the folder that has node_modules. SIGHUP makes new keys; clients and sessions stay.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const installed = createRequire(`${process.cwd()}/`);
const load = (name) => import(pathToFileURL(installed.resolve(name)));
const { default: Provider } = await load("oidc-provider");
const { createMemoryAdapter } = await load("oidc-provider/lib/adapters/memory_adapter.js");

const [port, people] = [Number(process.argv[2]), JSON.parse(process.argv[3])];
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA", "HS256"];

function newKeys() {
  const pairs = [
    generateKeyPairSync("rsa", { modulusLength: 2048 }),
    generateKeyPairSync("ec", { namedCurve: "P-256" }),
    generateKeyPairSync("ed25519"),
  ];
  return pairs.map(({ privateKey }) => ({
    ...privateKey.export({ format: "jwk" }),
    kid: randomBytes(8).toString("hex"),
    use: "sig",
  }));
}

const kept = {
  adapter: createMemoryAdapter(),
  cookies: { keys: [randomBytes(32).toString("hex")] },
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["preferred_username", "given_name", "family_name", "groups"],
  },
  enabledJWA: { idTokenSigningAlgValues: ALGORITHMS, userinfoSigningAlgValues: ALGORITHMS },
  features: {
    backchannelLogout: { enabled: true },
    jwtUserinfo: { enabled: true },
    registration: {
      enabled: true,
      // Every character that goes wrong where a secret is not form-encoded first (RFC 6749, section 2.3.1).
      secretFactory: () => `${randomBytes(24).toString("base64")} %2B+:&=?#"'~\\`,
    },
  },
  findAccount: (ctx, id) =>
    people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  // Its own guard against private addresses would keep it from a portal on loopback.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  pkce: { required: () => true },
};

let answer;
function begin() {
  const provider = new Provider(`http://127.0.0.1:${port}`, { ...kept, jwks: { keys: newKeys() } });
  provider.on("backchannel.error", (ctx, error) => console.error(error));
  provider.on("server_error", (ctx, error) => console.error(error));
  answer = provider.callback();
}

begin();
process.on("SIGHUP", begin);
createServer((request, response) => answer(request, response)).listen(port, "127.0.0.1");

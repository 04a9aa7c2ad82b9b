// What the definitions of cert-manager, the Gateway API, the Prometheus operator, Istio and Linkerd say of the custom resources among
// rendered manifests; exit 1 if they refuse one. Their schemas let unknown keys pass, so each value is also replaced by one that no key
// can have: where nobody minds, nobody knows the key.
import { readFileSync } from 'node:fs';
import YAML from 'yaml';
import { linkerd } from './linkerd.mjs';

const PACKAGES = {
  'cert-manager.io': '@kubernetes-models/cert-manager',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'networking.istio.io': '@kubernetes-models/istio',
  'security.istio.io': '@kubernetes-models/istio',
};
const KNOWN_TO_KUBERNETES = /^[^.]*$|^[a-z.]+\.k8s\.io$/;
// Maps whose keys are anybody's; free text that may be anything.
const FREE = new Set(['metadata', 'labels', 'annotations', 'matchLabels']);

function refusal(Kind, document) {
  try {
    new Kind(structuredClone(document)).validate();
    return null;
  } catch (error) {
    return error.message;
  }
}

function* places(value, path = []) {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    if (FREE.has(key)) continue;
    yield [...path, key];
    yield* places(value[key], [...path, key]);
  }
}

function unknown(Kind, document, path) {
  const copy = structuredClone(document);
  const parent = path.slice(0, -1).reduce((value, key) => value[key], copy);
  const key = path.at(-1);
  parent[key] = parent[key] !== null && typeof parent[key] === 'object' ? true : { impossible: [{}] };
  return refusal(Kind, copy) === null;
}

async function kind(document) {
  const [group, version] = document.apiVersion.split('/');
  const models = PACKAGES[group];
  if (!models && group !== 'policy.linkerd.io') throw new Error(`nobody knows ${group}`);
  const Kind = models ? (await import(`${models}/${group}/${version}`))[document.kind] : linkerd(version, document.kind);
  if (!Kind) throw new Error(`${group}/${version} has no ${document.kind}`);
  return Kind;
}

async function faults(document) {
  const Kind = await kind(document);
  const said = refusal(Kind, document);
  if (said) return [said];
  return [...places(document)]
    .filter((path) => path.length > 1 && unknown(Kind, document, path))
    .map((path) => `there is no ${path.join('.')}`);
}

let judged = 0;
let refused = 0;
for (const file of process.argv.slice(2)) {
  for (const parsed of YAML.parseAllDocuments(readFileSync(file, 'utf8'))) {
    const document = parsed.toJS();
    const group = document.apiVersion.includes('/') ? document.apiVersion.split('/')[0] : '';
    if (KNOWN_TO_KUBERNETES.test(group) && !PACKAGES[group]) continue;
    judged += 1;
    const found = await faults(document).catch((error) => [error.message]);
    refused += found.length;
    for (const fault of found) console.log(`${document.kind} ${document.metadata.name}: ${fault}`);
  }
}
console.log(`${judged} custom resources, ${refused} faults`);
process.exit(refused > 0 ? 1 : 0);

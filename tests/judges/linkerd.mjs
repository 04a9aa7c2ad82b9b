// The policies of Linkerd, as the definitions of its release 2.20 have them (charts/linkerd-crds/templates/policy); no package has those.
// Stricter in one thing: a key that they do not name is refused, which the API server would silently drop.
import { Ajv2020 } from 'ajv/dist/2020.js';

const text = { type: 'string', minLength: 1, maxLength: 253 };
const group = { type: 'string', maxLength: 253, pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' };
const kind = { type: 'string', minLength: 1, maxLength: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' };
const closed = (required, properties, more = {}) => ({ type: 'object', required, properties, additionalProperties: false, ...more });
const labels = { type: 'object', additionalProperties: { type: 'string' } };
const selector = closed([], {
  matchLabels: labels,
  matchExpressions: {
    type: 'array',
    items: closed(['key', 'operator'], {
      key: text,
      operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
      values: { type: 'array', items: { type: 'string' } },
    }),
  },
});
const authentication = closed(['kind', 'name'], { group, kind, name: text, namespace: text });

const SPECS = {
  'v1beta3 Server': closed(
    ['port'],
    {
      accessPolicy: { enum: ['deny', 'audit', 'all-unauthenticated', 'all-authenticated', 'cluster-unauthenticated', 'cluster-authenticated'] },
      podSelector: selector,
      externalWorkloadSelector: selector,
      port: { type: ['string', 'integer'] },
      proxyProtocol: { enum: ['unknown', 'HTTP/1', 'HTTP/2', 'gRPC', 'opaque', 'TLS'] },
    },
    { oneOf: [{ required: ['podSelector'] }, { required: ['externalWorkloadSelector'] }] },
  ),
  'v1alpha1 MeshTLSAuthentication': closed(
    [],
    {
      identities: { type: 'array', minItems: 1, items: { type: 'string' } },
      identityRefs: { type: 'array', minItems: 1, items: closed(['kind'], { group, kind, name: text, namespace: text }) },
    },
    { oneOf: [{ required: ['identities'] }, { required: ['identityRefs'] }] },
  ),
  'v1alpha1 AuthorizationPolicy': closed(['targetRef', 'requiredAuthenticationRefs'], {
    targetRef: closed(['kind', 'name'], { group, kind, name: text }),
    requiredAuthenticationRefs: { type: 'array', items: authentication },
  }),
};

// What judges a kind: an object with `validate`, as the packages of the others have it.
export function linkerd(version, kind) {
  const spec = SPECS[`${version} ${kind}`];
  if (!spec) return undefined;
  const root = closed(['apiVersion', 'kind', 'metadata', 'spec'], {
    apiVersion: { const: `policy.linkerd.io/${version}` },
    kind: { const: kind },
    metadata: closed(['name'], { name: text, namespace: text, labels, annotations: labels }),
    spec,
  });
  const ajv = new Ajv2020({ allowUnionTypes: true });
  const check = ajv.compile(root);
  return class {
    constructor(document) {
      this.document = document;
    }

    validate() {
      if (!check(this.document)) throw new Error(ajv.errorsText(check.errors));
    }
  };
}

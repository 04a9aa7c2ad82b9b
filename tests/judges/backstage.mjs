// What Backstage's own validators say of every entity of a catalogue file; exit 1 if they refuse one, or if an entity names one that is not there.
// `$text` is replaced by the file that it names, as the catalogue does before it validates.
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as model from '@backstage/catalog-model';
import YAML from 'yaml';

const kinds = [
  model.apiEntityV1alpha1Validator,
  model.componentEntityV1alpha1Validator,
  model.domainEntityV1alpha1Validator,
  model.groupEntityV1alpha1Validator,
  model.resourceEntityV1alpha1Validator,
  model.systemEntityV1alpha1Validator,
];
// Which kind a reference means that does not say so.
const MEANT = { owner: 'group', system: 'system', providesApis: 'api', consumesApis: 'api', dependsOn: 'component' };
const file = process.argv[2];
const entities = YAML.parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS());
const known = new Set();

function reference(kind, name) {
  return `${kind}:${name}`.toLowerCase();
}

function* references(spec) {
  for (const [key, kind] of Object.entries(MEANT)) {
    for (const said of [spec[key] ?? []].flat()) {
      const { kind: of, name } = model.parseEntityRef(said, { defaultKind: kind, defaultNamespace: 'default' });
      yield reference(of, name);
    }
  }
}

for (const entity of entities) {
  const own = reference(entity.kind, entity.metadata.name);
  if (known.has(own)) throw new Error(`${own} is there twice`);
  known.add(own);
}
let refused = 0;
for (const entity of entities) {
  try {
    const missing = [...references(entity.spec)].filter((one) => !known.has(one));
    if (missing.length > 0) throw new Error(`there is no ${missing.join(', ')}`);
    const text = entity.spec?.definition?.$text;
    if (text) entity.spec.definition = readFileSync(path.join(path.dirname(file), text), 'utf8');
    await model.entityEnvelopeSchemaValidator()(entity);
    await new model.SchemaValidEntityPolicy().enforce(entity);
    await new model.FieldFormatEntityPolicy().enforce(entity);
    await new model.NoForeignRootFieldsEntityPolicy().enforce(entity);
    const checks = await Promise.all(kinds.map((kind) => kind.check(entity)));
    if (!checks.some(Boolean)) throw new Error(`no validator knows the kind ${entity.kind}`);
  } catch (error) {
    refused += 1;
    console.log(`${entity?.kind} ${entity?.metadata?.name}: ${error.message}`);
  }
}
process.exit(refused > 0 ? 1 : 0);

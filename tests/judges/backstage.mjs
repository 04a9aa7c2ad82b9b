// What Backstage's own validators say of every entity of a catalogue file; exit 1 if they refuse one.
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
const file = process.argv[2];
let refused = 0;
for (const document of YAML.parseAllDocuments(readFileSync(file, 'utf8'))) {
  const entity = document.toJS();
  try {
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

// What AsyncAPI's own parser says of a document; exit 1 on an error.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const { diagnostics } = await new Parser().parse(readFileSync(process.argv[2], 'utf8'));
const errors = diagnostics.filter((one) => one.severity === 0);
for (const one of errors) console.log(one.code, one.path.join('.'), one.message);
process.exit(errors.length > 0 ? 1 : 0);

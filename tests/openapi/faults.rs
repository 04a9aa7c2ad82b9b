//! Faulty documents and what is said of them, as one text: `faults.txt`. `UPDATE=1 cargo test` rewrites it.

use std::fmt::Write;
use std::sync::Arc;

use scaffold::diagnostic::Sources;

use super::support::golden::assert_equals_file;
use super::{read, with_schemas};

/// Whole documents.
const DOCUMENTS: &[&str] = &[
    "",
    "openapi: 3.1.0\n",
    "swagger: '2.0'\npaths: {}\n",
    "openapi: 4.0.0\npaths: {}\n",
    "just text\n",
    "{\"openapi\": \"3.1.0\", \"paths\": {\"/a\": {\"get\": {\"responses\": {\"200\": {}}}}\n",
    "openapi: 3.1.0\npaths: {a: {}, '/{b': {}, '/c d': {}}\n",
    "openapi: 3.1.0\npaths: {/a: {trace: {}, get: {responses: {'404': {}}}}}\n",
    "openapi: 3.1.0\npaths: {/a: {get: {operationId: x, responses: {'200': {}}}}, /b: {get: {operationId: x, responses: {'200': {}}}}}\n",
    "openapi: 3.1.0\npaths: {/a: {get: {responses: {'200': {}, '202': {}}}}}\n",
    "openapi: 3.1.0\npaths: {/a: {$ref: 'other.yaml#/a'}, /b: {$ref: '#/paths/~1b'}, /c: {$ref: 5}}\n",
    "openapi: 3.1.0\npaths: {'/a/{b}': {get: {parameters: [{name: c, in: path}, {in: query}, {name: d}, {name: e, in: cookie}, {name: f, in: query}, {name: g, in: query, schema: {type: object}}], responses: {'200': {}}}}}\n",
    "openapi: 3.1.0\npaths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {}}}}, responses: {'200': {}}}}}\n",
];

/// Schemas, the first of which is called `A`.
const SCHEMAS: &[&str] = &[
    "    A: {$ref: '#/components/schemas/Lone'}\n    Line: {type: string}\n",
    "    A: {$ref: '#/components/schemas/A'}\n",
    "    A: {type: array, items: {$ref: '#/components/schemas/A'}}\n",
    "    A: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {a: {}}}]}\n",
    "    A: {properties: {a: {type: text}, b: 5, c: {not: {}}, d: {type: string, pattern: '(?=a)'}, e: {type: string, pattern: '('}}}\n",
    "    A: {required: [b], properties: {a: {readOnly: true}}, additionalProperties: {type: string}}\n",
    "    A: {oneOf: [{type: string}, {type: integer}], discriminator: {propertyName: kind}}\n",
    "    A: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {propertyName: kind}}\n    B: {properties: {kind: {type: string}}}\n    C: {properties: {king: {type: string}}}\n",
];

#[test]
fn every_fault_says_where_it_is_and_what_to_do() {
    let mut told = String::new();
    let documents = DOCUMENTS.iter().map(|text| (*text).to_owned());
    let schemas = SCHEMAS.iter().map(|schemas| with_schemas(schemas));
    for text in documents.chain(schemas) {
        let (_, faults) = read(&text);
        assert!(!faults.is_empty(), "nothing is said of {text}");
        let mut sources = Sources::default();
        sources.insert(&Arc::from("openapi/orders.yaml"), &Arc::from(text.as_str()));
        writeln!(told, "{}", text.trim_end()).expect("texts can be written to");
        for fault in faults {
            let place = fault.place.as_ref().and_then(|span| sources.positions(span));
            let place = place.map_or_else(String::new, |(start, end)| {
                format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
            });
            let (severity, code) = (fault.severity.word(), fault.code.id);
            writeln!(told, "  {place} {severity} {code} {}", fault.message).expect("as above");
            let hint = fault.hint.expect("every fault says what to do");
            writeln!(told, "    hint: {hint}").expect("as above");
        }
        told.push('\n');
    }
    assert_equals_file("tests/openapi/faults.txt", &told);
}

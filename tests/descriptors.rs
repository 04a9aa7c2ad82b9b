//! Descriptors come from anywhere: what is wrong with them is said in a sentence, and nothing in them becomes code.

use std::time::{Duration, Instant};

use proptest::prelude::{any, proptest};
use scaffold::stubs::{self, Descriptors, Imports, Options, Typing};

const NAME: u32 = 1;

#[test]
fn names_that_are_no_names_are_refused() {
    for name in ["", "a b", "1a", "a\nb", "a'", "é", "a.b", "A:\n    import os"] {
        let message = file("a.proto", &[field(4, &text(NAME, name))]);
        assert!(read(&[message]).is_err(), "message {name:?}");
        let service = file("a.proto", &[field(6, &text(NAME, name))]);
        assert!(read(&[service]).is_err(), "service {name:?}");
    }
    assert!(read(&[file("a.proto", &[text(2, "a.b'c")])]).is_err(), "package");
}

#[test]
fn import_paths_that_could_end_a_string_or_a_comment_are_refused() {
    for path in ["", "a'.proto", "a\n.proto", "a\\.proto", "a\u{202E}.proto", "{a}.proto"] {
        assert!(read(&[file(path, &[])]).is_err(), "{path:?}");
        assert!(read(&[file("a.proto", &[text(3, path)])]).is_err() || path.is_empty(), "{path:?}");
    }
}

#[test]
fn paths_that_leave_the_output_folder_are_no_modules() {
    for path in ["../a.proto", "/a.proto", "a//b.proto", "a:b.proto", "a.txt"] {
        let descriptors = read(&[file(path, &[])]).expect("it is only a strange path");
        let (tree, diagnostics) = stubs::generate(
            &descriptors,
            &[path],
            &Options { imports: Imports::Absolute, ..Options::default() },
        );
        assert!(tree.is_empty(), "{path:?}");
        assert_eq!(diagnostics[0].code.id, "B02", "{path:?}");
    }
}

#[test]
fn two_protos_of_one_module_are_told() {
    let descriptors =
        read(&[file("a-b.proto", &[]), file("a_b.proto", &[])]).expect("both are sound");
    let names = ["a-b.proto", "a_b.proto", "missing.proto"];
    let (_, diagnostics) = stubs::generate(&descriptors, &names, &Options::default());
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
    assert_eq!(codes, ["B03", "B05"]);
}

#[test]
fn what_a_set_of_protoc_lacks_is_told() {
    let place = field(1, &[field(1, &[4, 0]), field(2, &[0, 0, 9])].concat());
    let whole = file("b.proto", &[field(9, &place)]);
    let poor = file("a.proto", &[text(3, "b.proto"), text(3, "c.proto")]);
    let set: Vec<u8> = [&whole, &poor].iter().flat_map(|file| field(1, file)).collect();
    let set = Descriptors::read_of_protoc(&set).expect("it is a set");
    let codes = |name: &str| -> Vec<&str> {
        set.lacking(&[name.to_owned()]).iter().map(|diagnostic| diagnostic.code.id).collect()
    };
    assert_eq!(codes("a.proto"), ["B05", "B06"]);
    assert_eq!(codes("b.proto"), [""; 0]);
}

#[test]
fn imports_in_a_circle_are_refused() {
    let first = file("a.proto", &[text(3, "b.proto"), number(10, 0)]);
    let second = file("b.proto", &[text(3, "a.proto"), number(10, 0)]);
    assert!(read(&[first, second]).is_err());
    assert!(read(&[file("a.proto", &[text(3, "a.proto"), number(10, 0)])]).is_err());
}

#[test]
fn public_imports_that_multiply_are_refused() {
    let mut files = vec![file("0.proto", &[])];
    for index in 1..64 {
        let (before, twin) = (format!("{}.proto", index - 1), format!("twin{index}.proto"));
        files.push(file(&twin, &[text(3, &before), number(10, 0)]));
        let imports = [text(3, &before), text(3, &twin), number(10, 0), number(10, 1)];
        files.push(file(&format!("{index}.proto"), &imports));
    }
    assert!(read(&files).is_err());
}

#[test]
fn messages_nested_too_deep_are_refused() {
    let mut message = text(NAME, "M");
    for _ in 0..20_000 {
        message = [text(NAME, "M"), field(3, &message)].concat();
    }
    assert!(read(&[file("a.proto", &[field(4, &message)])]).is_err());
}

#[test]
fn many_declarations_of_one_name_take_no_longer_than_many_of_many_names() {
    let messages: Vec<Vec<u8>> = (0..20_000_u32)
        .map(|index| {
            let inner = [text(NAME, "A"), field(2, &text(NAME, &format!("f{index}")))].concat();
            field(4, &[text(NAME, &format!("M{index}")), field(3, &inner)].concat())
        })
        .collect();
    let start = Instant::now();
    let descriptors = read(&[file("a.proto", &messages)]).expect("it is only long");
    let (tree, _) = stubs::generate(&descriptors, &["a.proto"], &Options::default());
    assert_eq!(tree.len(), 4);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn comments_stay_inside_their_docstrings() {
    let method = [text(NAME, "Call"), text(2, ".M"), text(3, ".M")].concat();
    let service = [text(NAME, "S"), field(2, &method)].concat();
    let comment = " \"\"\"\nimport os\n\"\"\" \\\u{202E}\u{0}\n";
    let location = [field(1, &[6, 0, 2, 0]), text(3, comment)].concat();
    let content = [field(4, &text(NAME, "M")), field(6, &service), field(9, &field(1, &location))];
    let descriptors = read(&[file("a.proto", &content)]).expect("comments are only comments");
    let (tree, diagnostics) = stubs::generate(&descriptors, &["a.proto"], &Options::default());
    assert_eq!(diagnostics[0].code.id, "B01");
    for (path, stub) in tree.iter().filter(|(path, _)| path.as_str().contains("grpc")) {
        let text = stub.text().expect("stubs are UTF-8");
        let escaped = "\\\"\\\"\\\"\n        import os\n        \\\"\\\"\\\" \\\\\\u202e\\u0000";
        assert!(text.contains(escaped), "{path}: {text}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(bytes: Vec<u8>) {
        generate_if_read(&bytes);
    }

    #[test]
    fn no_change_of_a_sound_set_makes_reading_panic(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<proptest::sample::Index>(),
    ) {
        let mut bytes = sound_set();
        for (place, byte) in changes {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        generate_if_read(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        generate_if_read(&bytes);
    }
}

fn generate_if_read(bytes: &[u8]) {
    for descriptors in [Descriptors::read(bytes), Descriptors::read_of_protoc(bytes)] {
        let Ok(descriptors) = descriptors else { continue };
        let files: Vec<&str> = descriptors.names().collect();
        for (imports, typing) in
            [(Imports::Relative, Typing::Strict), (Imports::Absolute, Typing::Parity)]
        {
            let options = Options { imports, typing, ..Options::default() };
            stubs::generate(&descriptors, &files, &options);
        }
    }
}

fn sound_set() -> Vec<u8> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stubs/tricky");
    let mut compiler = protox::Compiler::new([root]).expect("the root is a folder");
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(["opts/old.proto", "comments.proto"]).expect("they are sound");
    compiler.encode_file_descriptor_set()
}

fn read(files: &[Vec<u8>]) -> anyhow::Result<Descriptors> {
    let set: Vec<u8> = files.iter().flat_map(|file| field(1, file)).collect();
    Descriptors::read(&set)
}

fn file(name: &str, fields: &[Vec<u8>]) -> Vec<u8> {
    [text(NAME, name), fields.concat()].concat()
}

fn text(number: u32, text: &str) -> Vec<u8> {
    field(number, text.as_bytes())
}

fn number(field: u32, value: u64) -> Vec<u8> {
    [varint(u64::from(field) << 3), varint(value)].concat()
}

fn field(number: u32, content: &[u8]) -> Vec<u8> {
    [varint(u64::from(number) << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
    bytes
}

//! What the starters' own contracts say.

use scaffold::blueprint;
use scaffold::contracts::{Idempotency, Kind, Origin, Root, Streaming, compile};
use scaffold::tree::TreePath;

use crate::{shown, text_at};

#[test]
fn the_starters_compile_without_diagnostics() {
    for starter in ["ai-chat", "tiny"] {
        let roots = [starter_root(starter)];
        let (contracts, diagnostics) = compile(&roots);
        assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
        assert!(contracts.unread_services.is_empty());
    }
}

#[test]
fn a_service_is_read_with_its_methods() {
    let roots = [starter_root("ai-chat")];
    let contracts = compile(&roots).0;
    let auth = contracts.service("acme.auth.v1.AuthService").expect("a service");
    assert_eq!(auth.comment, "Issues and verifies tokens; owns users and their sessions.");
    assert_eq!(auth.file, "acme/auth/v1/auth.proto");
    assert_eq!(auth.package, "acme.auth.v1");
    assert_eq!(text_at(&roots, &auth.span), "AuthService");
    let names: Vec<&str> = auth.methods.iter().map(|method| method.name.as_str()).collect();
    assert_eq!(names, ["Authenticate", "GetUser", "DeleteExpiredSessions"]);
    assert_eq!(auth.methods[0].comment, "Verifies an access token and says whose it is.");
    assert_eq!(auth.methods[0].idempotency, Idempotency::NoSideEffects);
    assert_eq!(auth.methods[2].idempotency, Idempotency::Idempotent);
    assert_eq!(auth.methods[1].output, "acme.auth.v1.GetUserResponse");
    assert_eq!(text_at(&roots, &auth.methods[1].span), "GetUser");
    let (_, send) = contracts.method("acme.chat.v1.ChatService/SendMessage").expect("a method");
    assert_eq!(send.streaming, Streaming::Server);
    assert_eq!(send.idempotency, Idempotency::Unknown);
    assert_eq!(contracts.methods_named("Run").count(), 1);
}

#[test]
fn a_message_is_read_with_its_fields() {
    let roots = [starter_root("ai-chat")];
    let contracts = compile(&roots).0;
    let user = contracts.message("acme.auth.v1.User").expect("a message");
    assert_eq!(user.field("email").expect("a field").number, 2);
    let time = user.field("create_time").expect("a field");
    assert_eq!(time.kind, Kind::Message("google.protobuf.Timestamp".to_owned()));
    assert_eq!(time.comment, "When the user registered.");
    assert_eq!(text_at(&roots, &time.span), "create_time");
    let request = contracts.message("acme.auth.v1.AuthenticateRequest").expect("a message");
    assert!(request.fields[0].debug_redact);
    let timestamp = contracts.message("google.protobuf.Timestamp").expect("a message");
    assert_eq!(timestamp.origin, Origin::BuiltIn);
    let author = &contracts.enums["acme.chat.v1.Author"];
    assert_eq!(author.values[1].name, "AUTHOR_USER");
    assert_eq!(
        contracts.packages().into_iter().collect::<Vec<_>>(),
        ["acme.agent.v1", "acme.auth.v1", "acme.chat.v1", "google.protobuf"]
    );
}

/// The protos of a starter.
fn starter_root(starter: &str) -> Root {
    let files = blueprint::starter(starter).expect("there is such a starter").into_iter();
    let protos = files.filter_map(|(path, file)| {
        Some((TreePath::new(path.as_str().strip_prefix("proto/")?)?, file))
    });
    Root { folder: "proto".to_owned(), files: protos.collect(), ..Root::default() }
}

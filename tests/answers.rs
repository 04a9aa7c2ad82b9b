//! What a use case answers before its rule is written keeps to its own contract.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

use std::fs;
use std::process::Command;

use tempfile::TempDir;

const PROTO: &str = r#"syntax = "proto3";
package shop.v1;

import "buf/validate/validate.proto";
import "google/api/field_behavior.proto";

// Keeps shelves.
service Shelves {
  // Puts one up.
  rpc PutUp(PutUpRequest) returns (Shelf);
  // Moves one.
  rpc Move(MoveRequest) returns (Shelf);
  // Looks for one.
  rpc Look(LookRequest) returns (Shelf);
  // Takes what is put on one.
  rpc Load(stream MoveRequest) returns (Shelf);
  // Follows one.
  rpc Follow(stream MoveRequest) returns (stream Shelf);
}

message Shelf {
  string shelf_id = 1 [(buf.validate.field).string.min_len = 4];
  string theme = 2 [(buf.validate.field).string.max_len = 30];
  Owner owner = 3 [(buf.validate.field).required = true];
  string password = 4 [(google.api.field_behavior) = REQUIRED, (google.api.field_behavior) = INPUT_ONLY];
  oneof place {
    option (buf.validate.oneof).required = true;
    int32 row = 5;
    string room = 6;
  }
  string etag = 7;
}

message Owner {
  string email = 1 [(buf.validate.field).string.email = true];
  repeated string roles = 2 [(buf.validate.field).repeated.min_items = 2];
}

message PutUpRequest {
  Shelf shelf = 1 [(buf.validate.field).required = true];
}

message MoveRequest {
  string shelf_id = 1 [(buf.validate.field).string.min_len = 4];
  Shelf shelf = 2;
  string etag = 3;
}

message LookRequest {
  string shelf_id = 1;
  string theme = 2;
}
"#;

const TOPOLOGY: &str = "\
system: shop
defaults: {timeout: 1s}
services:
  shelves:
    grpc: shop.v1.Shelves
    http: [\"GET /items/{item_id}\"]
    owns: {hall-db: [halls]}
    endpoints:
      PutUp: {writes: [hall-db]}
      Move: {writes: [hall-db]}
      Look: {reads: [hall-db]}
      Load: {writes: [hall-db]}
      Follow: {reads: [hall-db]}
      \"GET /items/{item_id}\": {reads: [hall-db]}
";

/// The method of the use cases that comes of the contract.
fn body_of(method: &str) -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let protos = folder.path().join("proto/shop/v1");
    fs::create_dir_all(&protos).expect("it can be made");
    fs::write(protos.join("shelves.proto"), PROTO).expect("it can be written");
    fs::write(folder.path().join("topology.yaml"), TOPOLOGY).expect("it can be written");
    let scaffold = env!("CARGO_BIN_EXE_scaffold");
    let output = Command::new(scaffold).arg("-C").arg(folder.path()).arg("generate").output();
    let output = output.expect("the binary starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let path = folder.path().join("services/shelves/src/shop_shelves/services/shelves.py");
    let text = fs::read_to_string(path).expect("the use cases are there");
    let head = format!("    async def {method}(");
    let after = text.split(&head).nth(1).expect("the method is there");
    let end = after.find("\n    async def ").unwrap_or(after.len());
    after[..end].split_once("\"\"\"\n").expect("a docstring ends").1.trim_end().to_owned()
}

#[test]
fn what_only_comes_in_is_not_said_back_with_the_rest_of_the_message() {
    let body = body_of("put_up");
    assert!(body.contains("shelf_id=request.shelf.shelf_id,"), "{body}");
    assert!(
        body.contains("owner=request.shelf.owner if request.shelf.HasField(\"owner\") else None")
    );
    assert!(!body.contains("password="), "{body}");
}

#[test]
fn a_message_that_may_be_absent_fills_only_what_may_be_empty() {
    let body = body_of("move");
    assert!(body.contains("shelf_id=request.shelf_id,"), "{body}");
    assert!(body.contains("theme=request.shelf.theme,"), "{body}");
    assert!(body.contains("etag=request.etag,"), "{body}");
    assert!(!body.contains("request.shelf.owner"), "{body}");
}

#[test]
fn what_may_break_a_limit_fills_nothing_and_what_is_left_is_made_up_within_the_limits() {
    let wanted = r#"        # The business rule goes here; so far made up: shelf_id, owner, row; nothing fills: theme, password, room, etag.
        return shelves_pb2.Shelf(
            shelf_id="shelf_id",
            owner=shelves_pb2.Owner(
                email="someone@example.com",
                roles=["roles", "roles"],
            ),
            row=1,
        )"#;
    assert_eq!(body_of("look"), wanted);
}

#[test]
fn one_answer_to_a_stream_needs_nothing_of_it_and_a_stream_of_answers_has_one_each() {
    let body = body_of("load");
    assert!(body.contains("request = await last(requests, shelves_pb2.MoveRequest())"), "{body}");
    assert!(body.contains("shelf_id=\"shelf_id\","), "{body}");
    assert!(body.contains("etag=request.etag,"), "{body}");
    let body = body_of("follow");
    assert!(body.contains("        async for request in requests:\n            # The"), "{body}");
    assert!(body.contains("                shelf_id=request.shelf_id,"), "{body}");
}

#[test]
fn a_route_without_a_contract_says_back_what_it_was_given() {
    assert!(body_of("get_items_item_id").contains("\"item_id\": item_id,"));
}

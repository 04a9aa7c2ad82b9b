//! What things of the model are called in pictures and documents.

use crate::contracts::Streaming;
use crate::model::{Call, Classes, Model, Operation, OperationKind, Store, Target, Topic};
use crate::topology::{CallKind, TopicKind};

/// `User` of `acme.auth.v1.User`.
pub fn simple(full_name: &str) -> &str {
    full_name.rsplit('.').next().unwrap_or(full_name)
}

/// The name of a message and in brackets the classes that it carries: `MessageSent (pii)`.
pub fn classified(message: &str, classes: &Classes) -> String {
    let carried: Vec<&str> = classes.of_message(message).collect();
    let name = simple(message);
    if carried.is_empty() { name.to_owned() } else { format!("{name} ({})", carried.join(", ")) }
}

/// The protocol of a call; nothing where neither the call nor its target tells.
pub fn protocol(model: &Model, call: &Call) -> Option<String> {
    if let Some(protocol) = &call.protocol {
        return Some(proper(protocol));
    }
    match &call.target {
        Target::Operation(id) => operation_protocol(model, model.operation(*id)),
        Target::External { id, .. } => Some(proper(&model.external(*id).protocol)),
        Target::Service(id) => {
            let service = model.service(*id);
            match (service.http, !service.grpc.is_empty()) {
                (true, false) => Some("HTTP".to_owned()),
                (false, true) => Some("gRPC".to_owned()),
                _ => None,
            }
        }
    }
}

/// The protocol in which an operation is asked for; for an event, the broker.
pub fn operation_protocol(model: &Model, operation: &Operation) -> Option<String> {
    match &operation.kind {
        OperationKind::Rpc { .. } => Some("gRPC".to_owned()),
        OperationKind::Route { .. } => Some("HTTP".to_owned()),
        OperationKind::Event(topic) => Some(proper(&model.topic(*topic).broker)),
        OperationKind::Opaque { protocol } => Some(proper(protocol)),
        OperationKind::Cron(_) | OperationKind::Job(_) => None,
    }
}

/// How the two ends of a call talk.
pub fn pattern(model: &Model, call: &Call) -> &'static str {
    match call.kind {
        CallKind::Request => match streaming(model, call) {
            Streaming::Unary => "request-reply",
            Streaming::Client => "client streaming",
            Streaming::Server => "server streaming",
            Streaming::Bidirectional => "bidirectional streaming",
        },
        CallKind::Callback => "callback",
        CallKind::Pull => "pull",
        CallKind::Config => "configuration pull",
    }
}

/// How events of a topic are shared out.
pub fn topic_pattern(topic: &Topic) -> &'static str {
    match topic.written.kind.as_ref().map(|kind| kind.value) {
        None | Some(TopicKind::Broadcast) => "pub-sub",
        Some(TopicKind::Queue) => "work queue",
        Some(TopicKind::Reply) => "reply",
    }
}

/// Which side of a call sends more than one message.
pub fn streaming(model: &Model, call: &Call) -> Streaming {
    let Target::Operation(id) = &call.target else { return Streaming::Unary };
    let rpc = model.operation(*id).rpc(&model.contracts);
    rpc.map_or(Streaming::Unary, |(_, method)| method.streaming)
}

/// A database with its version: `PostgreSQL 16`.
pub fn engine(store: &Store) -> String {
    let name = proper(&store.engine);
    match &store.version {
        Some(version) => format!("{name} {version}"),
        None => name,
    }
}

/// A protocol, broker or engine as its makers write it; others as the topology does.
pub fn proper(word: &str) -> String {
    const KNOWN: [(&str, &str); 23] = [
        ("amqp", "AMQP"),
        ("cassandra", "Cassandra"),
        ("clickhouse", "ClickHouse"),
        ("elasticsearch", "Elasticsearch"),
        ("grpc", "gRPC"),
        ("http", "HTTP"),
        ("https", "HTTPS"),
        ("kafka", "Kafka"),
        ("mariadb", "MariaDB"),
        ("memcached", "Memcached"),
        ("mongo", "MongoDB"),
        ("mongodb", "MongoDB"),
        ("mqtt", "MQTT"),
        ("mysql", "MySQL"),
        ("nats", "NATS"),
        ("otlp", "OTLP"),
        ("postgres", "PostgreSQL"),
        ("pulsar", "Pulsar"),
        ("rabbitmq", "RabbitMQ"),
        ("redis", "Redis"),
        ("smtp", "SMTP"),
        ("thrift", "Thrift"),
        ("valkey", "Valkey"),
    ];
    let found = KNOWN.iter().find(|(written, _)| *written == word);
    found.map_or(word, |(_, proper)| proper).to_owned()
}

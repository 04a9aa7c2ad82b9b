//! A suggestion is made where it is likely that a known word was meant, and nowhere else.

use scaffold::names::nearest;

/// Words as they stand together in a system.
const KNOWN: [&str; 12] = [
    "auth",
    "chat",
    "gateway",
    "welcome-mailer",
    "order-service",
    "acme.chat.v1.ChatService",
    "timeout",
    "publishes",
    "consumes",
    "shared-store",
    "SendMessage",
    "db",
];

#[test]
fn what_is_likely_is_suggested() {
    for (written, meant) in [
        ("chatt", "chat"),
        ("caht", "chat"),
        ("ath", "auth"),
        ("Auth", "auth"),
        ("gatway", "gateway"),
        ("gatewya", "gateway"),
        ("welcome_mailer", "welcome-mailer"),
        ("welcom-mailler", "welcome-mailer"),
        ("mailer", "welcome-mailer"),
        ("order", "order-service"),
        ("orders-service", "order-service"),
        ("acme.chat.v1.ChatServce", "acme.chat.v1.ChatService"),
        ("time-out", "timeout"),
        ("timeouts", "timeout"),
        ("publish", "publishes"),
        ("sendmessage", "SendMessage"),
        ("SendMesage", "SendMessage"),
        ("chat-service", "chat"),
        ("DB", "db"),
    ] {
        assert_eq!(nearest(written, KNOWN), Some(meant), "{written}");
    }
}

#[test]
fn what_is_unlikely_is_not() {
    for written in [
        "",
        "a",
        "dc",
        "d",
        "user",
        "users",
        "cart",
        "chap-book",
        "payment",
        "order",
        "mail-gateway-door",
        "acme.auth.v1.AuthService",
        "GetMessage",
        "subscribes",
        "retry",
    ] {
        let known = KNOWN.into_iter().filter(|known| !known.starts_with("order"));
        assert_eq!(nearest(written, known), None, "{written}");
    }
}

//! The booking of trains of `FudanSELab`. What no rule can see: GET gives money back and changes orders, so that rebook and cancel look as
//! if they only read there, and X01 passes them over; the key of tokens is the word `secret` in the code; order and order-other are one
//! service twice, with one class in common.

use super::System;

pub(crate) const SYSTEM: System = System {
    name: "train-ticket",
    known: &[
        ("C04", "`seat` and `travel`"),
        ("C04", "`travel2` and `seat`"),
        ("A03", "`POST /preserve` of `preserve` needs 11 others"),
        ("A03", "`POST /preserve` of `preserve-other` needs 11 others"),
        ("A04", "`POST /api/travel-plan/cheapest` .. waits for 6 calls"),
        ("A04", "`POST /api/preserve` .. waits for 5 calls"),
        (
            "A05",
            "`POST /trips/left` of `travel` asks `seat POST /seats/left_tickets` once for each item",
        ),
        (
            "A05",
            "`POST /trips/left` of `travel` asks `ticketinfo POST /ticketinfo` once for each item",
        ),
        ("X01", "`inside-payment` does `payment POST /payments` first"),
        ("X01", "`rebook` does `inside-payment POST /payments/difference` first"),
        ("A06", "`notification` needs `smtp`"),
        ("A02", "one `ui-dashboard` runs"),
        ("A02", "one `station` runs"),
        ("A02", "one `order-mongo` runs"),
        ("T01", "`preserve` calls `order POST /orders`"),
        ("T02", "`ui-dashboard` waits 60s for `preserve POST /preserve`"),
    ],
    judged: &[
        (
            "A02",
            "one pod of each service and of each database; either of order and order-other may be asked, so neither is needed by what asks one of them",
        ),
        ("A03", "preserve asks eleven services one after another"),
        ("A04", "ticketinfo only passes on what basic asks the others"),
        ("A05", "each is a loop in the code, or a way that is gone for each of several stations"),
        ("A06", "nothing stands in for the mail server, which is asked again and again"),
        (
            "C04",
            "seat asks travel and travel2 for the route of a trip, and they ask seat for what is left",
        ),
        ("R01", "nobody has written down what it is to do"),
        ("T01", "RestTemplate waits for ever unless somebody says how long"),
        ("T02", "nginx gives up after a minute on services that go on waiting"),
        ("X01", "money has moved when the change of the order fails, and nothing moves it back"),
    ],
};

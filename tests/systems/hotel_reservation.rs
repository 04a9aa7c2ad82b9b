//! The search of `DeathStarBench` for hotels. What no rule can see: its services stop when Memcached answers with an error, so that the
//! caches are as needed as the databases; `MakeReservation` counts rooms and books them in two steps; passwords come in URLs. Consul is
//! asked when a connection is made, not for each request, and therefore no single point of failure of a request.

use super::System;

pub(crate) const SYSTEM: System = System {
    name: "hotel-reservation",
    known: &[
        ("T01", "`frontend` calls `search.Nearby`"),
        ("T01", "`search` calls `geo.Nearby`"),
        ("T01", "`search` calls `rate.GetRates`"),
        ("T01", "`frontend` calls `reservation.MakeReservation`"),
        ("A02", "one `frontend` runs"),
        ("A02", "one `reservation-db` runs"),
        ("A02", "one `rate-db` runs"),
        ("A02", "one `user` runs, and `ANY /user`"),
        ("P02", "error .. `frontend` calls `user.CheckUser` .. classified"),
    ],
    judged: &[
        (
            "A02",
            "one container of each; databases whose data is read once, when a service starts, are not among them",
        ),
        (
            "P02",
            "TLS is off unless a variable is set, and nobody asks who calls; passwords and names of guests go there",
        ),
        ("R01", "nobody has written down what it is to do"),
        ("T01", "no request has a deadline; what is set is the keep-alive of connections"),
    ],
};

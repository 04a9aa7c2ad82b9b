//! What `bootstrap.py` opens, in its order.

use serde::Serialize;

use super::system::{PyService, System};

/// The view of `bootstrap.py`.
#[derive(Serialize)]
pub(super) struct View {}

pub(super) fn view(_system: &System, _service: &PyService) -> View {
    View {}
}

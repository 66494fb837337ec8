//! What the description of the server's routes says of acts: as much as every program reads.

/// What was done. An act is described only as far as every program reads it; how each looks for
/// ever stands in `crates/domain/pins`.
#[derive(utoipa::ToSchema)]
pub struct AnyAct {
    /// Versioned name of the act: `add_class.v1`.
    pub kind: String,
    /// What it says.
    #[schema(value_type = Object)]
    pub args: serde_json::Value,
}

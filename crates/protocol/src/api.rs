//! What the description of the server's routes says of acts: as much as every program reads, and how
//! much they may say.

use domain::bounds::{MAX_LIST, MAX_TEXT};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// What was done. An act is described only as far as every program reads it; how each looks for
/// ever stands in `crates/domain/pins`.
#[derive(utoipa::ToSchema)]
pub struct AnyAct {
    /// Versioned name of the act: `add_class.v1`.
    #[schema(max_length = 500)]
    pub kind: String,
    /// What it says. At most 24 things lie in each other; the whole op has at most 1 MiB.
    #[schema(value_type = AnyValue)]
    pub args: serde_json::Value,
}

/// Anything that an act says, within the bounds of texts and lists.
#[derive(Debug)]
pub struct AnyValue;

impl ToSchema for AnyValue {}

impl PartialSchema for AnyValue {
    fn schema() -> RefOr<Schema> {
        let itself = || Ref::from_schema_name("AnyValue");
        let plain = |of| ObjectBuilder::new().schema_type(of);
        let text = || plain(Type::String).max_length(Some(MAX_TEXT));
        let list = ArrayBuilder::new().items(itself());
        let fields = plain(Type::Object)
            .max_properties(Some(MAX_LIST))
            .property_names(Some(text().build()))
            .additional_properties(Some(itself()));
        OneOfBuilder::new()
            .description(Some(
                "Anything that an act says, within the bounds of texts and lists.",
            ))
            .item(text())
            .item(plain(Type::Number))
            .item(plain(Type::Boolean))
            .item(plain(Type::Null))
            .item(list.max_items(Some(MAX_LIST)))
            .item(fields)
            .into()
    }
}

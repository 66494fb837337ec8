//! The description of the routes (OpenAPI 3.1), made from their pages and committed as
//! `docs/openapi.json`.

use domain::Refusal;
use protocol::{DEVICE_HEADER, SIGNATURE_HEADER};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{Content, OpenApi as Made, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi};

/// The routes that machines ask.
pub(crate) const MACHINES: &str = "machines";
/// The routes that people ask.
pub(crate) const PEOPLE: &str = "people";

/// What the description begins with; each page adds its own route.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bàn Giao: the Sở server",
        description = "What the machines of offices ask, and what whoever holds a paper asks. \
            Generated from the routes by `cargo xtask gen`; not to be edited.",
        version = "1"
    ),
    modifiers(&Signing),
    components(schemas(Refusal)),
    tags(
        (name = MACHINES, description = "Answers are JSON, except for files; whatever is refused \
            has a code and the words that its sentence needs."),
        (name = PEOPLE, description = "Answers are HTML pages.")
    )
)]
pub(crate) struct Beginning;

/// How a device signs.
struct Signing;

impl Modify for Signing {
    fn modify(&self, made: &mut Made) {
        let header = |name: &str, what: &str| {
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(name, what)))
        };
        let parts = made.components.get_or_insert_default();
        parts.add_security_scheme("device", header(DEVICE_HEADER, "The id of the device."));
        parts.add_security_scheme(
            "signature",
            header(
                SIGNATURE_HEADER,
                "Ed25519 by the key of the device over `METHOD PATH HASH`, in 128 hex digits; HASH is \
                 the SHA-256 of the body in 64.",
            ),
        );
    }
}

/// A response that shows a refusal.
pub(crate) fn refusal(what: &str) -> RefOr<Response> {
    ResponseBuilder::new()
        .description(what)
        .content(
            "application/json",
            Content::new(Some(Ref::from_schema_name("Refusal"))),
        )
        .build()
        .into()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use domain::bounds;
    use protocol::{MAX_HELD, MAX_KEY, MAX_OPS, MAX_POSITIONS};
    use serde_json::Value;

    use crate::routes::described;

    /// Texts whose shape bounds them.
    const SHAPES: [&str; 2] = ["uuid", "date-time"];

    /// Every text and list that a route takes or gives has its end in the description; pages and
    /// files are bounded as a whole.
    #[test]
    fn every_text_and_list_says_how_long_it_may_be() {
        let made: Value = serde_json::to_value(described().1).unwrap();
        let mut endless = vec![];
        for part in ["components", "paths"] {
            look(part, &made[part], &mut endless);
        }
        assert_eq!(endless, Vec::<String>::new());
    }

    fn look(place: &str, part: &Value, endless: &mut Vec<String>) {
        let of = |kind: &str| {
            let said = &part["type"];
            said == kind
                || said
                    .as_array()
                    .is_some_and(|all| all.contains(&kind.into()))
        };
        let shaped = SHAPES.iter().any(|shape| part["format"] == *shape) || part["enum"].is_array();
        let whole = place.ends_with("text/html/schema") || part["format"] == "binary";
        if of("string") && part["maxLength"].is_null() && !shaped && !whole
            || of("array") && part["maxItems"].is_null()
        {
            endless.push(place.to_owned());
        }
        for (name, inside) in part.as_object().into_iter().flatten() {
            look(&format!("{place}/{name}"), inside, endless);
        }
        for (n, inside) in part.as_array().into_iter().flatten().enumerate() {
            look(&format!("{place}/{n}"), inside, endless);
        }
    }

    #[test]
    fn the_limits_that_are_described_are_those_that_are_checked() {
        let made: Value = serde_json::to_value(described().1).unwrap();
        let schemas = &made["components"]["schemas"];
        let field = |schema: &str, field: &str| schemas[schema]["properties"][field].clone();
        for (schema, name) in [
            ("EnrolRequest", "code"),
            ("EnrolRequest", "public_key"),
            ("PullRequest", "epoch"),
            ("PullRequest", "mark"),
        ] {
            assert_eq!(field(schema, name)["maxLength"], MAX_KEY, "{name}");
        }
        for (schema, name, limit) in [
            ("PullRequest", "positions", MAX_POSITIONS),
            ("PullRequest", "held", MAX_HELD),
            ("PushRequest", "ops", MAX_OPS),
            ("PushRequest", "refused_before", MAX_OPS),
        ] {
            assert_eq!(field(schema, name)["maxItems"], limit, "{name}");
        }
        assert_eq!(field("AnyAct", "kind")["maxLength"], bounds::MAX_TEXT);
    }

    /// The committed description is the one that the routes make. `BANGIAO_GEN=1` writes it.
    #[test]
    fn the_description_is_fresh() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
        let made = described().1.to_pretty_json().unwrap() + "\n";
        if std::env::var_os("BANGIAO_GEN").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap() == made,
            "run `cargo xtask gen` and commit docs/openapi.json"
        );
    }
}

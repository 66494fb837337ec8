//! Whatever has no page of its own.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Code, Refusal};

use super::answer::refused;
use super::signed::{SignedBy, Unsigned};
use crate::Server;

/// Where only devices ask.
const SYNC: &str = "/sync/v1/";

/// Why nothing is there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error(transparent)]
    Unsigned(#[from] Unsigned),
    #[error("no route has this path and method")]
    Nowhere,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Unsigned(unsigned) => unsigned.into_response(),
            Self::Nowhere => refused(
                StatusCode::NOT_FOUND,
                Refusal::new(Code::NotFound).with("what", "task"),
            ),
        }
    }
}

/// Says that nothing is there; where only devices ask, only to a device.
pub(crate) async fn nowhere(State(server): State<Server>, request: Request) -> Refused {
    if request.uri().path().starts_with(SYNC)
        && let Err(unsigned) = SignedBy::from_request(request, &server).await
    {
        return unsigned.into();
    }
    Refused::Nowhere
}

#[cfg(test)]
mod tests {
    use axum::http::Method;
    use insta::assert_snapshot;

    use crate::routes::asked::{Town, asked, get, post};

    #[tokio::test]
    async fn what_has_no_page_is_not_there() {
        let town = Town::new().await;
        assert_snapshot!(town.ask(get("/nowhere")).await);
        for other in [
            post("/health", &()),
            get("/sync/v1/push").signed(),
            asked(Method::DELETE, "/sync/v1/file/ab", &[]).signed(),
        ] {
            let told = town.ask(other).await;
            assert_eq!(told.refusal(), (404, "not_found".to_owned()), "{told}");
        }
    }

    #[tokio::test]
    async fn where_only_devices_ask_nobody_else_learns_what_is_there() {
        let town = Town::new().await;
        for path in ["/sync/v1/", "/sync/v1/other", "/sync/v1/push"] {
            let told = town.ask(get(path)).await;
            assert_eq!(told.refusal(), (401, "unknown_device".to_owned()), "{told}");
        }
    }
}

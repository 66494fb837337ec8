//! The public page `GET /x/{code}`: whoever holds a printed page sees what the register says of it.
//! No personal data beyond the posts of those who signed, no download, no script needed.

mod page;
mod verdict;
mod words;

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::facts::{Entry, Follow, Lookup, Scope};
use domain::held::Parties;
use domain::minutes::HandoverMinutes;
use domain::page_code::PageCode;
use domain::row::{Row, Table};

use super::answer::Fault;
use super::description::PEOPLE;
use crate::{Error, Server};
use page::{comparison, page, table};
use verdict::Verdict;

/// The bits of an IPv6 address that a household chooses itself.
const HOUSEHOLD: u32 = 64;

/// Why nothing is said of a paper.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("this address asks too often")]
    TooMany,
    #[error("the register knows no paper with this code")]
    Unknown,
    #[error(transparent)]
    Broken(#[from] Error),
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl Refused {
    /// The page that says so.
    fn page(&self, now: DateTime<Utc>) -> Response {
        let (status, key) = match self {
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
            Self::Unknown => (StatusCode::NOT_FOUND, "unknown"),
            Self::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, "broken"),
        };
        let mut response = page(status, &Verdict::bad(key), "", now);
        if let Self::Broken(error) = self {
            response.extensions_mut().insert(Fault::of(error));
        }
        response
    }
}

/// Says what the register says of a paper. Codes on paper are in capitals, so `/X/{code}` is the
/// same page.
#[utoipa::path(
    get,
    path = "/x/{code}",
    tag = PEOPLE,
    params(("code" = String, Path, max_length = 100, description = "`TOKEN.PAGE.CHECKCODE`, as it is printed.")),
    responses(
        (status = 200, body = String, content_type = "text/html",
            description = "What stands of the paper, or that it does not match the register."),
        (status = 404, body = String, content_type = "text/html",
            description = "The register knows no paper with this code."),
        (status = 429, body = String, content_type = "text/html",
            description = "This address asks too often."),
        (status = 500, body = String, content_type = "text/html", description = "Our own fault.")
    )
)]
pub(crate) async fn paper(
    State(server): State<Server>,
    from: ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Response {
    let found = if server.limits.lets_look_up(asking(from.0.ip(), &headers)) {
        server.looked_up(&code).await
    } else {
        Err(Refused::TooMany)
    };
    match found {
        Ok((verdict, facts)) => page(StatusCode::OK, &verdict, &facts, server.now()),
        Err(refused) => refused.page(server.now()),
    }
}

impl Server {
    /// The verdict for a code, and the table of facts.
    async fn looked_up(&self, code: &str) -> Result<(Verdict, String), Refused> {
        let code = PageCode::parse(code).ok_or(Refused::Unknown)?;
        let minutes = self.store.minutes_by_token(&code.token).await?;
        let minutes = minutes.ok_or(Refused::Unknown)?;
        let frozen = minutes.frozen().filter(|f| f.token == code.token);
        let frozen = frozen.ok_or(Refused::Unknown)?;
        if frozen.check_code != code.check_code || !(1..=frozen.pages).contains(&code.page) {
            return Ok((Verdict::bad("mismatch"), String::new()));
        }
        let facts = self.store.gather(&judged(&minutes)).await?;
        let parties = Parties::of(&facts, &minutes).ok_or(Refused::Unknown)?;
        let verdict = Verdict::on(&facts, &minutes, self.now());
        let size = self.store.file_size(&frozen.pdf).await?;
        let table =
            table(&minutes, frozen, &parties, code.page) + &comparison(&minutes, frozen, size);
        Ok((verdict, table))
    }
}

/// What a verdict on minutes asks: their parties, the rights that they carry, and the minutes that
/// ended them.
fn judged(minutes: &HandoverMinutes) -> Scope {
    const ENDED_BY: Follow = Follow::new("ended_by", |row| match row {
        Row::HandoverMinutes(minutes) => Scope::new().row(Table::Unit, minutes.giver_unit),
        _ => Scope::new(),
    });
    let ended = minutes.ended.as_ref().and_then(|ended| ended.minutes);
    let ended = ended.map(|id| Lookup::Id(Table::HandoverMinutes, id.0));
    Parties::needs(minutes)
        .by(Entry::right_by(minutes.id))
        .and_all(ended.map(|ended| Scope::new().find_then(ended, ENDED_BY)))
}

/// Who asks, as far as it is counted: behind a proxy on this machine the last address that it
/// names; of IPv6 the network of a household.
fn asking(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let forwarded = headers
        .get("x-forwarded-for")
        .and_then(|list| list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    match forwarded.filter(|_| peer.is_loopback()).unwrap_or(peer) {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(
            address.to_bits() >> HOUSEHOLD << HOUSEHOLD,
        )),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use domain::minutes::Progress;
    use domain::page_code::short_token;
    use domain::samples::{printed, town_with_draft};
    use insta::assert_snapshot;

    use super::*;
    use crate::routes::asked::{Told, Town, get};

    /// The code of a page of the printed minutes.
    fn path(page: u32, check_code: &str) -> String {
        let minutes = printed();
        let token = short_token(&minutes.frozen().unwrap().token);
        format!("/X/{token}.{page}.{check_code}")
    }

    fn check_code() -> String {
        printed().frozen().unwrap().check_code.clone()
    }

    /// What the page shows, without its style and its script.
    fn shown(told: &Told) -> String {
        let html = String::from_utf8(told.body.clone()).unwrap();
        let (_, main) = html.split_once("<main>").unwrap();
        let (main, _) = main.split_once("</main>").unwrap();
        let main = match main.split_once("<script>") {
            Some((before, rest)) => {
                format!("{before}{}", rest.split_once("</script>").unwrap().1)
            }
            None => main.to_owned(),
        };
        format!(
            "{} → {}\n\n{}",
            told.question,
            told.status,
            main.replace("><", ">\n<")
        )
    }

    async fn town() -> Town {
        let town = Town::new().await;
        town.write(town_with_draft().iter().collect()).await;
        let minutes = Row::HandoverMinutes(Box::new(printed()));
        town.write(vec![minutes]).await;
        town
    }

    #[tokio::test]
    async fn a_page_says_what_the_register_says() {
        let town = town().await;
        let told = town.ask(get(&path(1, &check_code()))).await;
        assert_snapshot!(shown(&told));
    }

    #[tokio::test]
    async fn what_a_machine_invented_is_never_shown() {
        let town = town().await;
        let mut minutes = printed();
        let Progress::AwaitingSignatures { frozen } = &mut minutes.progress else {
            panic!("{minutes:?}");
        };
        // Frozen by a program that did not compare names yet.
        frozen.content.giver_unit.name = "Trường Bịa".to_owned();
        frozen.content.unit.name = "Trường Bịa".to_owned();
        frozen.content.receiver.position = "Giám đốc".to_owned();
        town.write(vec![Row::HandoverMinutes(Box::new(minutes))])
            .await;
        let told = town.ask(get(&path(1, &check_code()))).await;
        let shown = shown(&told);
        for said in [
            "Đơn vị 48",
            "Hiệu trưởng – Giáo viên",
            words::text("differs"),
        ] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        for invented in ["Bịa", "Giám đốc"] {
            assert!(!shown.contains(invented), "{shown}");
        }
    }

    #[tokio::test]
    async fn another_check_code_or_page_is_another_paper() {
        let town = town().await;
        let told = town.ask(get(&path(1, "00000000"))).await;
        assert_snapshot!(shown(&told));
        let told = town.ask(get(&path(3, &check_code()))).await;
        assert!(shown(&told).contains(words::text("mismatch_title")));
    }

    #[tokio::test]
    async fn a_code_that_the_register_does_not_know_is_no_paper() {
        let town = Town::new().await;
        assert_snapshot!(shown(&town.ask(get("/x/khong-phai-ma")).await));
        let told = town.ask(get(&path(1, &check_code()))).await;
        assert_eq!(told.status, 404);
    }

    #[tokio::test]
    async fn codes_are_not_to_be_guessed() {
        let town = Town::new().await;
        let mut told = town.ask(get("/x/khong-phai-ma")).await;
        while told.status == 404 {
            told = town.ask(get("/x/khong-phai-ma")).await;
        }
        assert_snapshot!(shown(&told));
    }
}

//! Offices far from the server: TLS, the authority that a server makes for itself, and its change.

use std::path::Path;
use std::sync::Arc;

use domain::Code;
use domain::ids::{OfficerId, UnitId};
use engine::start::{own_unit, with_code};
use engine::{Clock, Engine, Reply};
use journeys::{Desk, Folder, PASSWORD, Serving, World, own_department};
use protocol::{Address, Fingerprint};
use server::invite::For;
use server::tls::{Tls, change, prepare_next};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The server of a world as it is reached over a network.
pub struct Site {
    pub address: Address,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Site {
    /// Starts the server with what a folder keeps for TLS, on a port or, with 0, on a free one.
    pub async fn started(world: &World, folder: &Path, port: u16) -> Self {
        let tls = Tls::own(folder).unwrap();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let known_by: Vec<String> = tls.authorities().iter().map(ToString::to_string).collect();
        let address = format!("https://127.0.0.1:{port}#{}", known_by.join(","));
        let server = world.server.clone().known_by(&tls);
        let (stop, stopped) = oneshot::channel();
        let stopped = async { stopped.await.unwrap_or_default() };
        let serving =
            tokio::spawn(async move { server::serve(listener, server, Some(&tls), stopped).await });
        Self {
            address: address.parse().unwrap(),
            stop,
            serving,
        }
    }

    pub fn port(&self) -> u16 {
        let (_, port) = self.address.origin().rsplit_once(':').unwrap();
        port.parse().unwrap()
    }

    /// Starts it again at the same address.
    async fn again(self, world: &World, folder: &Path) -> Self {
        let port = self.port();
        self.stop.send(()).unwrap();
        self.serving.await.unwrap().unwrap();
        Self::started(world, folder, port).await
    }
}

/// A world with a school in its register, and its head.
async fn with_school() -> (World, OfficerId, UnitId) {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = super::door::ward_town(&world).await;
    let desk = Desk(&school);
    let (head, unit) = (desk.head().await.unwrap(), desk.unit().await);
    (world, head, unit)
}

/// Another machine of the head joins over the network.
pub async fn join(
    world: &World,
    name: &str,
    address: &str,
    head: (OfficerId, UnitId),
) -> Reply<Engine> {
    let code = world.code(For::Officer(head.0, head.1)).await?;
    let folder = world.folder.path(name);
    let begun = with_code(&folder, PASSWORD, address, &code, Arc::clone(&world.clock)).await?;
    Ok(begun.engine)
}

async fn known_by(engine: &Engine) -> Vec<Fingerprint> {
    let server = engine.identity().await.server.unwrap();
    server.known_by().to_vec()
}

#[tokio::test]
async fn a_machine_joins_a_server_that_made_its_own_authority_and_takes_nobody_else_for_it() {
    let (world, head, unit) = with_school().await;
    let (tls, elsewhere) = (Folder::new(), Folder::new());
    let site = Site::started(&world, &tls.path("so"), 0).await;
    let stranger = Site::started(&world, &elsewhere.path("so"), 0).await;
    let slip = site.address.to_string();
    let (origin, fingerprint) = slip.split_once('#').unwrap();

    let between = format!("{}#{fingerprint}", stranger.address.origin());
    for (address, code) in [
        // Somebody in between shows an authority of his own.
        (between.as_str(), Code::ServerNotTrusted),
        // No authority of the system vouches for the server.
        (origin, Code::ServerNotTrusted),
        ("https://127.0.0.1#7Q2KD", Code::BadFingerprint),
        ("http://10.0.0.5", Code::BadAddress),
    ] {
        let refused = join(&world, "xa", address, (head, unit)).await;
        assert_eq!(refused.unwrap_err().code, code, "{address}");
    }

    let machine = join(&world, "xa", &slip, (head, unit)).await.unwrap();
    let round = machine.sync().await.unwrap();
    assert_eq!(round.sent, 0);
    assert_eq!(machine.identity().await.unit, unit);
    assert!(!machine.officers(unit).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_authority_is_changed_without_anybody_typing_it_again() {
    let (world, head, unit) = with_school().await;
    let folder = Folder::new();
    let tls = folder.path("so");
    let site = Site::started(&world, &tls, 0).await;
    let slip = site.address.to_string();
    let seen = join(&world, "xa", &slip, (head, unit)).await.unwrap();
    let away = join(&world, "xb", &slip, (head, unit)).await.unwrap();
    let [first] = known_by(&seen).await[..] else {
        panic!("one authority");
    };
    assert_eq!(change(&tls).unwrap(), None, "none was prepared");

    let next = prepare_next(&tls).unwrap();
    assert_eq!(prepare_next(&tls).unwrap(), next, "asked twice, made once");
    let site = site.again(&world, &tls).await;
    seen.sync().await.unwrap();
    assert_eq!(known_by(&seen).await, [first, next]);

    assert_eq!(change(&tls).unwrap(), Some(next));
    let _site = site.again(&world, &tls).await;
    seen.sync().await.unwrap();
    assert_eq!(known_by(&seen).await, [next]);
    // Who did not call in between hears of it by a new slip.
    let lost = away.sync().await.unwrap_err();
    assert_eq!(lost.code, Code::ServerNotTrusted);
}

#[tokio::test]
async fn a_server_on_every_address_of_its_machine_is_reached_by_what_it_prints() {
    let folder = Folder::new();
    let serving = Serving::start_at("0.0.0.0:0", &folder, &[]);
    let address = serving.address.replace("//0.0.0.0:", "//127.0.0.1:");
    let clock = Arc::new(Clock::system());
    let begun = own_unit(&folder.path("so"), PASSWORD, &own_department(), clock).await;
    let so = begun.unwrap().engine;
    let plain = address.replace("https:", "http:");
    let code = serving.admin(&["admin", "create"]);
    let (bare, _) = plain.split_once('#').unwrap();
    let refused = so.enrol(bare, &code).await.unwrap_err();
    assert_eq!(refused.code, Code::ServerNotFound, "there is no plain HTTP");
    so.enrol(&address, &code).await.unwrap();
    assert!(so.sync().await.unwrap().sent > 0);
    let key = folder.path("server/tls/authority.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(key).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

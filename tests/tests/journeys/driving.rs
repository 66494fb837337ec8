//! The real window, driven through WebDriver: how it is started, the hand on its mouse and keys,
//! what is looked at on every screen.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use journeys::{Folder, PASSWORD, program};

/// One window at a time, so that pictures show the one they are of.
pub static DISPLAY: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// A program that ends with the test.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub async fn window(folder: &Folder, address: &str) -> (Running, Client) {
    let application = program("bangiao-desktop");
    assert!(
        application.is_file(),
        "bangiao-desktop is built: run `cargo xtask test`"
    );
    let folder = folder.path("office");
    let office = [
        ("BANGIAO_DATA", folder.as_os_str()),
        ("BANGIAO_DEMO_SERVER", address.as_ref()),
        ("TAURI_WEBVIEW_AUTOMATION", "true".as_ref()),
        ("TAURI_AUTOMATION", "true".as_ref()),
    ];
    driven(&serde_json::json!({ "binary": application }), &office).await
}

/// A browser as people have it: WebKitGTK's own.
pub async fn browser() -> (Running, Client) {
    let folders = std::fs::read_dir("/usr/lib")
        .unwrap()
        .map(|e| e.unwrap().path().join("webkit2gtk-4.1/MiniBrowser"));
    let binary = folders
        .into_iter()
        .find(|path| path.is_file())
        .expect("apt-get install libwebkit2gtk-4.1-0");
    driven(
        &serde_json::json!({ "binary": binary, "args": ["--automation"] }),
        &[("WEBKIT_DISABLE_DMABUF_RENDERER", "1".as_ref())],
    )
    .await
}

/// A program with a web view, driven from outside.
async fn driven(
    options: &serde_json::Value,
    environment: &[(&str, &std::ffi::OsStr)],
) -> (Running, Client) {
    assert!(
        Path::new("/usr/bin/WebKitWebDriver").exists(),
        "apt-get install webkit2gtk-driver"
    );
    assert!(
        std::env::var_os("DISPLAY").is_some(),
        "no display: run `cargo xtask test`, which starts Xvfb"
    );
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let driver = Command::new("/usr/bin/WebKitWebDriver")
        .arg(format!("--port={port}"))
        .envs(environment.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let driver = Running(driver);
    let wanted = serde_json::json!({ "webkitgtk:browserOptions": options });
    let mut client = None;
    for _ in 0..100 {
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let mut builder = ClientBuilder::new(connector);
        builder.capabilities(wanted.as_object().unwrap().clone());
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(connected) => {
                client = Some(connected);
                break;
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
    (driver, client.expect("a WebDriver session"))
}

/// The hand on the mouse.
pub struct Hand(pub Client);

impl Hand {
    pub async fn see(&self, css: &str) -> fantoccini::elements::Element {
        match self
            .0
            .wait()
            .at_most(Duration::from_secs(90))
            .for_element(Locator::Css(css))
            .await
        {
            Ok(element) => element,
            Err(e) => {
                self.picture("failed").await;
                panic!("{css}: {e}\n{}", self.text().await);
            }
        }
    }

    pub async fn click(&self, css: &str) {
        self.see(css).await;
        // Straight to the element: a click by coordinates would need it scrolled into view.
        self.0
            .execute(
                "document.querySelector(arguments[0]).click()",
                vec![css.into()],
            )
            .await
            .unwrap();
    }

    pub async fn type_in(&self, css: &str, text: &str) {
        self.see(css).await.send_keys(text).await.unwrap();
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        // Keys sent to a field for files would be taken for the name of one.
        if self
            .0
            .execute("return document.activeElement.type === 'file'", vec![])
            .await
            .unwrap()
            == true
        {
            use fantoccini::actions::{InputSource, KeyAction, KeyActions};
            let actions = keys
                .chars()
                .fold(KeyActions::new("keys".to_owned()), |all, key| {
                    all.then(KeyAction::Down { value: key })
                        .then(KeyAction::Up { value: key })
                });
            self.0.perform_actions(actions).await.unwrap();
            return;
        }
        self.0
            .active_element()
            .await
            .unwrap()
            .send_keys(keys)
            .await
            .unwrap();
    }

    /// Opens an entry of the menu by Ctrl and the digit of its place.
    pub async fn open_by_digit(&self, entry: &str) {
        let script = "return [...document.querySelectorAll('nav [data-nav]')]
            .findIndex(e => e.dataset.nav === arguments[0]) + 1";
        let place = self.0.execute(script, vec![entry.into()]).await.unwrap();
        self.press(&format!("\u{e009}{place}\u{e000}")).await;
    }

    /// Goes to an element with Tab alone.
    pub async fn reach(&self, css: &str) {
        self.see(css).await;
        for _ in 0..120 {
            let there = self
                .0
                .execute(
                    "return document.activeElement === document.querySelector(arguments[0])",
                    vec![css.into()],
                )
                .await
                .unwrap();
            if there == true {
                return;
            }
            self.press("\u{e004}").await;
        }
        panic!("{css} is not reached by Tab: {}", self.text().await);
    }

    /// Waits until nothing on the screen is loading.
    pub async fn settled(&self) {
        for _ in 0..100 {
            let loading = self
                .0
                .execute(
                    "return document.querySelectorAll('[data-shown=loading]').length",
                    vec![],
                )
                .await
                .unwrap();
            if loading == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the screen goes on loading: {}", self.text().await);
    }

    pub async fn text(&self) -> String {
        let text = self
            .0
            .execute("return document.body.innerText", vec![])
            .await
            .unwrap();
        text.as_str().unwrap_or_default().to_owned()
    }

    /// A picture of the display: WebKitGTK's own screenshots can wait for ever for a frame that
    /// nothing asks for.
    pub async fn picture(&self, name: &str) {
        tokio::time::sleep(Duration::from_millis(400)).await;
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/journeys");
        std::fs::create_dir_all(&folder).unwrap();
        let done = Command::new("import")
            .args(["-window", "root", "-crop", "1092x614+0+0", "+repage"])
            .arg(folder.join(format!("window-{name}.png")))
            .status();
        assert!(done.expect("apt-get install imagemagick").success());
    }
}

/// Opens the data that lie there with the password of the journeys.
pub async fn unlocked(hand: &Hand) {
    hand.type_in("form #password", PASSWORD).await;
    hand.0
        .execute("document.querySelector('form').requestSubmit()", vec![])
        .await
        .unwrap();
    hand.see("nav [data-nav=minutes]").await;
}

/// What axe finds on the screen that is open, contrast included, if it would shut somebody out.
pub async fn barriers(hand: &Hand) -> Vec<String> {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("npm packages are there: run `cargo xtask test`");
    hand.0
        .execute(&format!("if (!window.axe) {{ {axe} }}"), vec![])
        .await
        .unwrap();
    let script = "const done = arguments[arguments.length - 1];
        axe.run(document, { rules: { region: { enabled: false } } })
          .then(r => done(r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))))
          .catch(e => done([String(e)]));";
    serde_json::from_value(hand.0.execute_async(script, vec![]).await.unwrap()).unwrap()
}

/// What makes a screen wider than the window: the innermost piece without which it would not be.
const WIDER: &str = "
    const rooms = [document.scrollingElement, document.querySelector('main')].filter(Boolean);
    const wide = () => rooms.some(room => room.scrollWidth > room.clientWidth + 1);
    if (!wide()) return null;
    const causes = piece => {
        const before = piece.style.display;
        piece.style.display = 'none';
        const cause = !wide();
        piece.style.display = before;
        return cause;
    };
    let cause = document.body;
    for (let next = cause; next; next = [...cause.children].find(causes)) cause = next;
    return cause.outerHTML.slice(0, 300);";

/// A screen: no barriers by day, by night and with more contrast, nothing wider than the window, a
/// picture to look at.
pub async fn looked_at(hand: &Hand, name: &str) {
    for (theme, contrast) in [("light", "usual"), ("light", "more"), ("dark", "usual")] {
        let look = "Object.assign(document.documentElement.dataset, { theme: arguments[0], contrast: arguments[1] })";
        let look = hand
            .0
            .execute(look, vec![theme.into(), contrast.into()])
            .await;
        look.unwrap();
        let found = barriers(hand).await;
        assert_eq!(found, Vec::<String>::new(), "{name}, {theme}, {contrast}");
    }
    hand.picture(&format!("dark-{name}")).await;
    let light = "Object.assign(document.documentElement.dataset, { theme: 'light' })";
    hand.0.execute(light, vec![]).await.unwrap();
    let wider = hand.0.execute(WIDER, vec![]).await.unwrap();
    assert!(wider.is_null(), "{name} is wider than the window: {wider}");
    hand.picture(&format!("screen-{name}")).await;
}

/// Today in Việt Nam, as people write it.
pub fn today() -> String {
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    let here = now.with_timezone(&domain::calendar::vietnam());
    here.format("%d/%m/%Y").to_string()
}

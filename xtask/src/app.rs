//! Showing the program: window, screens, a small world.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::run::{
    Done, Running, build_programs, command, display, has, on_display, run, start, target, wait,
};
use crate::setup;

/// Sets up, starts the Sở server with its embedded database, and the window with demo data beside
/// it.
pub fn app(smoke: bool) -> Done {
    setup::for_app()?;
    build_programs(false)?;
    let play = target().join("app");
    let _ = std::fs::remove_dir_all(&play);
    let (_server, address) = server(&play.join("server"))?;
    let shown = display()?;
    let mut window = window(&play.join("office"), Some(&address))?;
    println!("\nMáy chủ Sở: {address}");
    println!(
        "Cửa sổ: bấm “Xem thử” để mở dữ liệu mẫu. Mật khẩu của dữ liệu mẫu: xem thử với dữ liệu mẫu"
    );
    if shown.is_some() {
        let picture = target().join("window.png");
        picture_of_window(&picture)?;
        println!("Không có màn hình: ảnh cửa sổ ở {}", picture.display());
    }
    if smoke {
        return Ok(());
    }
    println!("Ctrl+C để dừng.");
    let status = window.0.wait().map_err(|e| e.to_string())?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the window ended with {status}"))
    }
}

/// A play server on a free port; returns its address.
fn server(data: &Path) -> Result<(Running, String), String> {
    std::fs::create_dir_all(data).map_err(|e| e.to_string())?;
    let program = target().join("debug/bangiao-server");
    let mut server = Command::new(program);
    server
        .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped());
    let mut running = start(server)?;
    let out = running.0.stdout.take().ok_or("the server has no output")?;
    let mut address = String::new();
    BufReader::new(out)
        .read_line(&mut address)
        .map_err(|e| e.to_string())?;
    let address = address.trim().to_owned();
    if address.starts_with("http://") {
        Ok((running, address))
    } else {
        Err("the server did not start".to_owned())
    }
}

fn window(data: &Path, server: Option<&str>) -> Result<Running, String> {
    let mut window = Command::new(target().join("debug/bangiao-desktop"));
    window
        .env("BANGIAO_DATA", data)
        .env_remove("BANGIAO_KEY_STORE");
    if let Some(server) = server {
        window.env("BANGIAO_DEMO_SERVER", server);
    }
    on_display(&mut window);
    start(window)
}

/// A picture of the whole display once the window has painted something.
fn picture_of_window(picture: &Path) -> Done {
    let program = ["import", "import-im6.q16"]
        .into_iter()
        .find(|p| has(p))
        .ok_or("imagemagick is missing: apt-get install imagemagick")?;
    wait("the window", || {
        std::thread::sleep(Duration::from_secs(1));
        let mut import = command(
            program,
            &["-window", "root", &picture.display().to_string()],
        );
        on_display(&mut import);
        import.status().is_ok_and(|s| s.success())
            && std::fs::metadata(picture).is_ok_and(|m| m.len() > 20_000)
    })
}

/// The catalogue of components, and the screens against nothing, in a browser: for looks.
pub fn ui() -> Done {
    setup::npm_packages()?;
    println!("Thành phần: http://127.0.0.1:1420/catalogue.html");
    println!("Màn hình: http://127.0.0.1:1420/ (?door=empty: lần đầu, ?door=locked: khóa)");
    if std::env::var_os("DISPLAY").is_some() {
        setup::npm(&["run", "dev", "--", "--open", "/catalogue.html"])
    } else {
        setup::npm(&["run", "dev"])
    }
}

/// A Sở server and three offices, each with its own window and data.
pub fn world() -> Done {
    setup::for_app()?;
    build_programs(false)?;
    if std::env::var_os("DISPLAY").is_none() {
        return Err("a world needs a display to play in".to_owned());
    }
    let play = target().join("world");
    let _ = std::fs::remove_dir_all(&play);
    let (_server, address) = server(&play.join("server"))?;
    println!("Máy chủ Sở: {address}");
    let mut offices = vec![];
    for name in ["so", "phuong", "truong"] {
        offices.push(window(&play.join(name), Some(&address))?);
    }
    for office in &mut offices {
        office.0.wait().map_err(|e| e.to_string())?;
    }
    run(command("true", &[]))
}

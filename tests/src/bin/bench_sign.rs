//! `cargo xtask bench sign`: two visible signatures on minutes, beside pyHanko on the same files in
//! the same run; verification of an archived file; and the minutes of ward P rendered and signed
//! twice on two threads.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a bench ends where something is wrong, and measures real time"
)]

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use chrono::{DateTime, Utc};
use demo::{Script, play};
use engine::minutes::look::Hand;
use engine::signing::{
    KeyPlace, Manner, OpenedKey, archive_file, open_key, sign_file, sign_file_stamped, verify_file,
};
use minutes::Finish;

const PASSWORD_OF_KEYS: &str = "mat khau";

fn python(script: &str, args: &[&str]) {
    let python = std::env::var_os("BANGIAO_PDF_PYTHON")
        .expect("run `cargo xtask bench sign`, which installs pyHanko");
    let out = Command::new(python)
        .arg(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tools")
                .join(script),
        )
        .args(args)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
}

/// Keys that are opened once, as somebody does who signs many papers.
struct Keys {
    giver: OpenedKey,
    receiver: OpenedKey,
}

impl Keys {
    fn of(folder: &Path) -> Self {
        let open = |who: &str| {
            open_key(
                &KeyPlace::File(std::fs::read(folder.join(format!("{who}.p12"))).unwrap()),
                PASSWORD_OF_KEYS,
            )
            .unwrap()
        };
        Self {
            giver: open("giver"),
            receiver: open("receiver"),
        }
    }

    fn sign_twice(&self, pdf: &[u8], at: DateTime<Utc>) -> Vec<u8> {
        let once = sign_file(
            pdf,
            &self.giver,
            &Manner {
                field: None,
                hand: Hand::Person,
                at,
            },
        )
        .unwrap();
        sign_file(
            &once,
            &self.receiver,
            &Manner {
                field: None,
                hand: Hand::Person,
                at,
            },
        )
        .unwrap()
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn timed<T>(mut what: impl FnMut() -> T) -> (f64, T) {
    let begun = Instant::now();
    let done = what();
    (begun.elapsed().as_secs_f64(), done)
}

#[tokio::main]
async fn main() {
    let folder = journeys::Folder::new();
    let at = DateTime::<Utc>::from(std::time::SystemTime::now());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let of_keys = folder.path("keys");
    python(
        "pki.py",
        &[of_keys.to_str().unwrap(), "--port", &port.to_string()],
    );
    let port = journeys::authority::start(listener, of_keys.clone());
    let (opened, keys) = timed(|| Keys::of(&of_keys));
    println!("both key files opened: {:.1} ms", opened * 1e3);
    let (engine, _) = play(&folder.path("data"), journeys::PASSWORD, Script::ward(1))
        .await
        .unwrap();
    let mut frozen = vec![];
    for unit in engine.units().await.unwrap() {
        let facts = engine.facts(unit.id).await.unwrap();
        frozen.extend(
            facts
                .minutes
                .values()
                .filter(|m| m.unit == unit.id)
                .filter_map(|m| m.frozen().cloned()),
        );
    }
    let render = |f: &domain::minutes::Frozen| {
        minutes::render(
            &f.content,
            &Finish::Final {
                token: &f.token,
                check_code: &f.check_code,
            },
        )
        .unwrap()
        .bytes
    };

    let some: Vec<Vec<u8>> = frozen
        .iter()
        .step_by(frozen.len() / 20)
        .map(render)
        .collect();
    let ours = median(
        some.iter()
            .map(|pdf| timed(|| keys.sign_twice(pdf, at)).0 * 1e3)
            .collect(),
    );
    let signed: Vec<Vec<u8>> = some.iter().map(|pdf| keys.sign_twice(pdf, at)).collect();
    println!("two visible B-B signatures, with open keys: median {ours:.1} ms");
    let sizes: Vec<f64> = signed.iter().map(|s| s.len() as f64 / 1e3).collect();
    println!(
        "size with two: median {:.1} kB, largest {:.1} kB (target 75)",
        median(sizes.clone()),
        sizes.iter().copied().fold(0.0, f64::max)
    );
    // pyHanko in one process for all files, so that starting Python counts for nothing.
    let unsigned: Vec<String> = some
        .iter()
        .enumerate()
        .map(|(n, pdf)| {
            let path = folder.path(&format!("{n}.pdf"));
            std::fs::write(&path, pdf).unwrap();
            path.to_str().unwrap().to_owned()
        })
        .collect();
    let key = |who: &str| {
        of_keys
            .join(format!("{who}.p12"))
            .to_str()
            .unwrap()
            .to_owned()
    };
    let mut args = vec![key("giver"), key("receiver")];
    args.extend(unsigned);
    let out = Command::new(std::env::var_os("BANGIAO_PDF_PYTHON").unwrap())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/time_pyhanko.py"))
        .args(&args)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let theirs: f64 = String::from_utf8_lossy(&out.stdout).trim().parse().unwrap();
    println!(
        "pyHanko, the same two signatures on the same files: median {theirs:.0} ms, {:.0} times ours (target 40)",
        theirs / ours
    );

    let authority = format!("http://127.0.0.1:{port}/tsa");
    let roots = of_keys.join("roots");
    let stamped = sign_file_stamped(
        &some[0],
        &keys.giver,
        &Manner {
            field: None,
            hand: Hand::Person,
            at,
        },
        &authority,
    )
    .await
    .unwrap();
    let archived = archive_file(&stamped, &roots, &authority, at)
        .await
        .unwrap();
    assert!(verify_file(&archived, &roots, at).unwrap().passes);
    let checked = median(
        (0..20)
            .map(|_| timed(|| verify_file(&archived, &roots, at).unwrap()).0 * 1e3)
            .collect(),
    );
    println!(
        "verification of a B-LTA file of {:.0} kB: median {checked:.1} ms (target 50)",
        archived.len() as f64 / 1e3
    );
    let checked = median(
        signed
            .iter()
            .map(|pdf| timed(|| verify_file(pdf, &roots, at).unwrap()).0 * 1e3)
            .collect(),
    );
    println!("verification of two B-B signatures: median {checked:.1} ms");

    let (front, back) = frozen.split_at(frozen.len() / 2);
    let work = |part: &[domain::minutes::Frozen]| {
        let keys = Keys::of(&of_keys);
        part.iter()
            .for_each(|f| drop(keys.sign_twice(&render(f), at)));
    };
    let (time, ()) = timed(|| {
        std::thread::scope(|scope| {
            scope.spawn(|| work(back));
            work(front);
        });
    });
    println!(
        "{} minutes rendered and signed twice on two threads: {time:.1} s (target 10)",
        frozen.len()
    );
}

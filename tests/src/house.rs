//! A house of its own on this machine: a network namespace, with nothing but a bad line to this one.
#![expect(
    clippy::expect_used,
    reason = "what only tests use ends where something is wrong"
)]

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// A house, which goes when the test ends.
pub struct House {
    name: String,
    /// The address of this machine, as the house knows it.
    pub outside: String,
}

impl House {
    /// A house whose line carries so many kilobits a second each way, and loses some of a hundred
    /// packets.
    ///
    /// # Panics
    /// If the system gives no namespace: it needs root, or `sudo` without a password.
    #[must_use]
    pub fn behind(kilobits: u32, lost: u32) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let turn = COUNT.fetch_add(1, Ordering::Relaxed);
        let own = std::process::id();
        let name = format!("bangiao-{own}-{turn}");
        // Of the addresses that are for tests alone, four for each house.
        let (part, net) = (own % 64, turn * 4);
        let (outside, inside) = (
            format!("198.18.{part}.{}", net + 1),
            format!("198.18.{part}.{}", net + 2),
        );
        let house = Self { name, outside };
        let (near, far) = (format!("bg{own}o{turn}"), format!("bg{own}i{turn}"));
        let (near, far) = (near.as_str(), far.as_str());
        ip(&["netns", "add", &house.name]);
        ip(&["link", "add", near, "type", "veth", "peer", "name", far]);
        ip(&["link", "set", far, "netns", &house.name]);
        ip(&["addr", "add", &format!("{}/30", house.outside), "dev", near]);
        ip(&["link", "set", near, "up"]);
        house.inside(&["ip", "addr", "add", &format!("{inside}/30"), "dev", far]);
        for device in ["lo", far] {
            house.inside(&["ip", "link", "set", device, "up"]);
        }
        let rate = format!("{kilobits}kbit");
        let shaped = |device| {
            let tail = ["rate", rate.as_str(), "burst", "4kb", "latency", "2s"];
            let line = ["tc", "qdisc", "add", "dev", device, "root", "tbf"];
            [&line[..], &tail].concat()
        };
        house.inside(&shaped(far));
        done(&shaped(near));
        house.inside(&["nft", "add", "table", "inet", "line"]);
        for way in ["input", "output"] {
            let chain = format!("{{ type filter hook {way} priority 0; }}");
            let lost = lost.to_string();
            house.inside(&["nft", "add", "chain", "inet", "line", way, &chain]);
            let rule = ["nft", "add", "rule", "inet", "line", way];
            let rule = [
                &rule[..],
                &["numgen", "random", "mod", "100", "<", &lost, "drop"],
            ];
            house.inside(&rule.concat());
        }
        house
    }

    /// A program that is started in the house.
    pub fn starts(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = as_root("ip");
        command.args(["netns", "exec", &self.name]).arg(program);
        command
    }

    fn inside(&self, words: &[&str]) {
        done(&[&["ip", "netns", "exec", &self.name], words].concat());
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // Its end of the line goes with it, and ours with that one.
        let _ = as_root("ip").args(["netns", "del", &self.name]).status();
    }
}

fn ip(words: &[&str]) {
    done(&[&["ip"], words].concat());
}

fn done(words: &[&str]) {
    let (program, args) = words.split_first().expect("a program");
    let out = as_root(program).args(args).output();
    let out = out.expect("apt-get install iproute2 nftables");
    let why = String::from_utf8_lossy(&out.stderr);
    assert!(
        out.status.success(),
        "{words:?}: {why}(namespaces need root, or sudo without a password)"
    );
}

/// A program as root: as it is in CI, by `sudo` elsewhere.
fn as_root(program: &str) -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt;
        own.uid() == 0
    });
    if root {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg("-n").arg(program);
    command
}

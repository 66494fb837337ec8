//! A unit alone on a machine, for tests of what is inside of this crate.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::unit::{SchoolLevel, UnitKind};

use crate::start::{OwnUnit, own_unit};
use crate::{Clock, Engine};

/// A unit of a kind, begun at an instant, and the folder of its data.
pub(crate) async fn alone(name: &str, kind: UnitKind, at: DateTime<Utc>) -> (Engine, PathBuf) {
    let folder = format!("bangiao-{name}-{}", std::process::id());
    let folder = std::env::temp_dir().join(folder);
    let _ = std::fs::remove_dir_all(&folder);
    let own = OwnUnit {
        kind,
        levels: vec![SchoolLevel::LowerSecondary],
        name: "Trường Trung học cơ sở Đằng Giang".into(),
        code: Some("31".into()),
        commune: None,
        symbol: "ĐV".into(),
        head: "Nguyễn Thị An".into(),
        head_sex: None,
        position: "Hiệu trưởng".into(),
    };
    let clock = Arc::new(Clock::seeded(1, at));
    let password = "cây phượng trước cổng trường";
    let started = own_unit(&folder, password, &own, clock).await.unwrap();
    (started.engine, folder)
}

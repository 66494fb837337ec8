//! `bangiao sign`: signs a field of a file, without a data folder.

use std::path::PathBuf;

use clap::Args;
use engine::minutes::look::Hand;
use engine::signing::{Manner, open_key, sign_file, sign_file_stamped, signable};
use engine::write_whole;
use engine::{Clock, Reply};
use serde_json::json;

use super::key::KeyArgs;
use crate::files;
use crate::output::Output;

/// `sign`.
#[derive(Debug, Args)]
pub(crate) struct SignArgs {
    /// Tệp PDF cần ký; không bị sửa.
    file: PathBuf,
    /// Tệp nhận bản đã ký.
    #[arg(long)]
    out: PathBuf,
    /// Khóa ký.
    #[command(flatten)]
    key: KeyArgs,
    /// Ô ký; không nêu thì ô trống đầu tiên.
    #[arg(long)]
    field: Option<String>,
    /// Ký của cơ quan, tổ chức: màu đỏ.
    #[arg(long)]
    organisation: bool,
}

impl SignArgs {
    /// Writes the signed file beside the unsigned one.
    pub(crate) async fn run(self) -> Reply<Output> {
        let pdf = files::read(&self.file)?;
        let hand = if self.organisation {
            Hand::Organisation
        } else {
            Hand::Person
        };
        // A PIN is not spent on a file that nobody can sign.
        signable(&pdf, hand, self.field.as_deref())?;
        let key = self.key.read()?;
        let manner = Manner {
            field: self.field.as_deref(),
            hand,
            at: Clock::system().now(),
        };
        let opened = open_key(&key.place, &key.secret)?;
        let signed = match &key.stamp {
            Some(authority) => sign_file_stamped(&pdf, &opened, &manner, authority).await?,
            None => sign_file(&pdf, &opened, &manner)?,
        };
        write_whole(&self.out, &signed)?;
        Output::new(
            format!("Đã ký, ghi vào {}.", self.out.display()),
            &json!({ "file": self.out, "bytes": signed.len() }),
        )
    }
}

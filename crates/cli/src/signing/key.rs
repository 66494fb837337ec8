//! The key that signs: a file or a token, with its secret.

use std::path::PathBuf;

use clap::Args;
use engine::domain::{Code, Refusal};
use engine::handover::digital::SigningKey;
use engine::signing::{KeyPlace, TokenPlace};
use engine::{Reply, Secret};

use crate::files;
use crate::machine::ask;

/// Khóa ký số và dấu thời gian.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    /// Tệp khóa .p12, .pfx.
    #[arg(long, required_unless_present = "driver", conflicts_with = "driver")]
    key: Option<PathBuf>,
    /// Trình điều khiển PKCS#11 của thiết bị ký.
    #[arg(long)]
    driver: Option<PathBuf>,
    /// Nhãn của thiết bị ký, nếu có nhiều.
    #[arg(long, requires = "driver")]
    token: Option<String>,
    /// Nhãn của khóa trong thiết bị, nếu có nhiều.
    #[arg(long, requires = "driver")]
    key_label: Option<String>,
    /// Tệp chứa mật khẩu hoặc mã PIN của khóa; không có thì hỏi.
    #[arg(long)]
    secret_file: Option<PathBuf>,
    /// Địa chỉ máy chủ cấp dấu thời gian (RFC 3161).
    #[arg(long)]
    stamp: Option<String>,
}

impl KeyArgs {
    /// The key with its secret, which is asked if no file holds it.
    pub(crate) fn read(self) -> Reply<SigningKey> {
        let secret = self.secret()?;
        let place = match (self.key, self.driver) {
            (_, Some(driver)) => KeyPlace::Token(TokenPlace {
                driver,
                token: self.token,
                key: self.key_label,
            }),
            (Some(key), None) => KeyPlace::File(files::read(&key)?),
            (None, None) => return Err(Refusal::new(Code::KeyUnusable).into()),
        };
        Ok(SigningKey {
            place,
            secret,
            stamp: self.stamp,
        })
    }

    fn secret(&self) -> Reply<Secret> {
        match &self.secret_file {
            // An empty PIN would be a try; a key file may have no password.
            Some(path) if self.driver.is_some() => files::secret(path),
            Some(path) => files::first_line(path),
            None => ask(
                "Mật khẩu hoặc mã PIN của khóa ký: ",
                "key_secret",
                "--secret-file",
            ),
        }
    }
}

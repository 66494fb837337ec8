//! The recovery code: shown until it is on paper, and made anew while the data are open.

use domain::{Code, Refusal};

use super::tries;
use crate::{Engine, Reply, Secret};

impl Engine {
    /// A code that is about to be read from the screen: the only one that [`Engine::keep_recovery_code`]
    /// takes.
    pub(crate) fn issue(&self, code: Secret) {
        *self.lock_issued() = Some(code);
    }

    fn lock_issued(&self) -> std::sync::MutexGuard<'_, Option<Secret>> {
        self.issued
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A fresh recovery code while nobody has shown yet that one is on paper: the program may have
    /// ended before it was read. The demo has none.
    ///
    /// # Errors
    /// `no_replica`, `damaged`.
    pub async fn unread_recovery_code(&self) -> Reply<Option<String>> {
        if self.identity().await.demo || !self.replica.recovery_is_unread()? {
            return Ok(None);
        }
        Ok(Some(self.issued_anew()?))
    }

    /// A fresh recovery code in place of the one on paper, after the password was asked once more. The
    /// one on paper goes on opening until the new one is kept.
    ///
    /// # Errors
    /// `wrong_password`, `try_later`, `no_device_secret`.
    pub async fn new_recovery_code(&self, password: &str) -> Reply<String> {
        let folder = self.replica.folder();
        let asked = async { replica::keys::unlock(folder, password) };
        tries::guarded(folder, &self.clock, asked).await?;
        self.issued_anew()
    }

    fn issued_anew(&self) -> Reply<String> {
        let code = replica::keys::new_recovery_code()?;
        self.issue(code.as_str().into());
        Ok(code.to_string())
    }

    /// Lets the code that was shown, and is on paper now, open the data from now on, and no other.
    ///
    /// # Errors
    /// `wrong_recovery_code` for one that was not shown; `file_access`, `disk_full`, `read_only`.
    pub async fn keep_recovery_code(&self, code: &str) -> Reply<()> {
        let shown = self.lock_issued().as_deref() == Some(code);
        if !shown {
            return Err(Refusal::new(Code::WrongRecoveryCode).into());
        }
        // Nothing else writes the keys meanwhile.
        let _writer = self.replica.writer().await;
        self.replica.keep_recovery(code)?;
        *self.lock_issued() = None;
        Ok(())
    }
}

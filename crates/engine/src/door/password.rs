//! Another password, while the data are open.

use super::tries;
use crate::{Engine, Reply};

impl Engine {
    /// Lets another password open the data from now on, after the one that opens now was asked once
    /// more. The recovery code on paper goes on opening them. Cut off anywhere, one of the two
    /// passwords opens.
    ///
    /// # Errors
    /// `wrong_password`, `weak_password`, `try_later`, `no_device_secret`; `file_access`, `disk_full`,
    /// `read_only`.
    pub async fn change_password(&self, password: &str, new: &str) -> Reply<()> {
        let change = async { self.replica.change_password(password, new) };
        tries::guarded(self.replica.folder(), &self.clock, change).await
    }
}

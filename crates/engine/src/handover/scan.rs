//! Filing a scan: read its codes, compare them with the register, keep the bytes unchanged.

use domain::acts::AttachScan;
use domain::ids::{MinutesId, UnitId};
use domain::minutes::Frozen;
use domain::{Code, Refusal};
use minutes::scan;

use crate::{Engine, Reply};

impl Engine {
    /// Files the scan of one signed document.
    ///
    /// # Errors
    /// The refusals of reading (`minutes::scan::read`); `scan_pages`, `scan_of_other`; those of the
    /// act.
    pub async fn attach_scan(&self, unit: UnitId, id: MinutesId, bytes: &[u8]) -> Reply<()> {
        let facts = self.about(unit, id).await?;
        let frozen = facts
            .minutes(id)?
            .frozen()
            .ok_or_else(|| Refusal::new(Code::WrongState))?;
        let read = scan::read(bytes)?;
        check(&read, frozen)?;
        let blob = self.replica.put_file(bytes, false).await?;
        let act = AttachScan {
            unit,
            minutes: id,
            scan: blob.clone(),
            pages: frozen.pages,
            check_code: frozen.check_code.clone(),
        };
        self.perform_with(act.into(), vec![blob]).await?;
        Ok(())
    }
}

/// Every page of the paper once, and no page of another one. The order does not matter.
fn check(read: &scan::ScanRead, frozen: &Frozen) -> Result<(), Refusal> {
    let token = domain::page_code::short_token(&frozen.token);
    for (n, page) in read.pages.iter().enumerate() {
        if page.short_token != token || page.check_code != frozen.check_code {
            return Err(Refusal::new(Code::ScanOfOther).with("page", n + 1));
        }
    }
    let mut found: Vec<u32> = read.pages.iter().map(|p| p.page).collect();
    found.sort_unstable();
    if found != (1..=frozen.pages).collect::<Vec<_>>() {
        return Err(Refusal::new(Code::ScanPages)
            .with("found", read.pages.len())
            .with("expected", frozen.pages));
    }
    Ok(())
}

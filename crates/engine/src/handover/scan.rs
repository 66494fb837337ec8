//! Filing a scan: read its codes, compare them with the register, keep the bytes unchanged.

use chrono::NaiveDate;
use domain::acts::record_signing::FiledScan;
use domain::acts::{AttachScan, RecordSigning};
use domain::ids::{MinutesId, UnitId};
use domain::minutes::Frozen;
use domain::{Code, Refusal};
use evidence::Paper;

use crate::{Engine, Reply};

impl Engine {
    /// Files the scan of one signed document. `by_eye` leaves pages that cannot be read to whoever
    /// leads the level above.
    ///
    /// # Errors
    /// The refusals of reading (`evidence::compare`); `scan_no_qr`, `scan_compression` of a page that
    /// cannot be read; those of the act.
    pub async fn attach_scan(
        &self,
        unit: UnitId,
        id: MinutesId,
        bytes: &[u8],
        by_eye: bool,
    ) -> Reply<()> {
        let frozen = self.frozen_paper(unit, id).await?;
        let unread = evidence::compare(bytes, &Paper::from(&frozen))?;
        if let Some(why) = unread.values().next().filter(|_| !by_eye) {
            return Err(why.clone().into());
        }
        let blob = self.replica.put_file(bytes, false).await?;
        let act = AttachScan {
            unit,
            minutes: id,
            scan: blob.clone(),
            pages: frozen.pages,
            check_code: frozen.check_code,
            unread: unread.into_keys().collect(),
        };
        self.perform_with(act.into(), vec![blob]).await?;
        Ok(())
    }

    /// Records that all parties signed one paper, with its scan.
    ///
    /// # Errors
    /// The refusals of reading (`evidence::compare`); `scan_no_qr`, `scan_compression` of a page that
    /// cannot be read; those of the act.
    pub async fn record_with_scan(
        &self,
        unit: UnitId,
        id: MinutesId,
        date_on_paper: NaiveDate,
        bytes: &[u8],
    ) -> Reply<()> {
        let frozen = self.frozen_paper(unit, id).await?;
        let unread = evidence::compare(bytes, &Paper::from(&frozen))?;
        if let Some(why) = unread.into_values().next() {
            return Err(why.into());
        }
        let blob = self.replica.put_file(bytes, false).await?;
        let scan = FiledScan {
            file: blob.clone(),
            pages: frozen.pages,
            check_code: frozen.check_code,
        };
        let act = RecordSigning {
            unit,
            minutes: vec![id],
            date_on_paper,
            scan: Some(scan),
        };
        self.perform_with(act.into(), vec![blob]).await?;
        Ok(())
    }

    async fn frozen_paper(&self, unit: UnitId, id: MinutesId) -> Reply<Frozen> {
        let facts = self.about(unit, id).await?;
        let frozen = facts.minutes(id)?.frozen().cloned();
        Ok(frozen.ok_or_else(|| Refusal::new(Code::WrongState))?)
    }
}

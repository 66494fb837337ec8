//! What lists call things: the words that the window uses for them.

use engine::doctor::Check;
use engine::domain::csdl_task::{CsdlAction, CsdlDifference, CsdlOver};
use engine::domain::minutes::MinutesState;
use engine::domain::proposals::Why;
use engine::signing::TrustedKind;
use engine::views::find::FoundKind;

/// How far minutes have come.
pub(crate) fn state(state: MinutesState) -> &'static str {
    match state {
        MinutesState::Draft => "Nháp",
        MinutesState::AwaitingSignatures => "Chờ ký",
        MinutesState::AwaitingNumber => "Đã ký – chờ cấp số",
        MinutesState::Issued => "Đã phát hành",
        MinutesState::Replaced => "Bị thay thế",
        MinutesState::TakenBack => "Đã thu hồi",
        MinutesState::Declined => "Từ chối",
        MinutesState::Cancelled => "Hủy",
    }
}

/// What was found.
pub(crate) fn found(kind: FoundKind) -> &'static str {
    match kind {
        FoundKind::Officer => "Cán bộ",
        FoundKind::Class => "Lớp",
        FoundKind::Unit => "Đơn vị",
        FoundKind::Minutes => "Biên bản",
    }
}

/// Why a draft is proposed.
pub(crate) fn proposed(why: Why) -> &'static str {
    match why {
        Why::Remainder => "Lập lại phần còn giữ sau khi thu hồi một phần",
        Why::BackFromLeave => "Giao lại khi đi làm trở lại",
        Why::SameAgain => "Giao tiếp năm học mới như năm trước",
    }
}

/// What is to be done on the Hệ thống CSDL.
pub(crate) fn action(action: CsdlAction) -> &'static str {
    match action {
        CsdlAction::Open => "Mở quyền",
        CsdlAction::Close => "Khóa quyền",
        CsdlAction::ChangeHolder => "Đổi người giữ, đổi mật khẩu",
        CsdlAction::ChangeScope => "Sửa phạm vi quyền",
    }
}

/// What a comparison with the accounts there found.
pub(crate) fn difference(difference: CsdlDifference) -> &'static str {
    match difference {
        CsdlDifference::WithoutMinutes => "Có tài khoản, không có biên bản",
        CsdlDifference::Leaver => "Đã thôi công tác",
        CsdlDifference::Supplier => "Giống tài khoản nhà cung cấp",
        CsdlDifference::UnknownPerson => "Không rõ của ai",
        CsdlDifference::OtherHolder => "Trong sổ là của người khác",
        CsdlDifference::SharedLogin => "Nhiều người dùng chung",
        CsdlDifference::SeveralLogins => "Người này đã có tài khoản khác",
        CsdlDifference::WrongClass => "Mở được lớp không giao",
        CsdlDifference::WrongFunction => "Có chức năng không giao",
        CsdlDifference::NotOpened => "Có biên bản, chưa mở",
    }
}

/// Why a line is over that nobody ticked.
pub(crate) fn over(over: CsdlOver) -> &'static str {
    match over {
        CsdlOver::SeenThere => "Danh sách sau cho thấy đã làm",
        CsdlOver::SettledHere => "Đã giải quyết trong sổ",
        CsdlOver::Undone => "Đã hoàn tác lần nhập",
    }
}

/// What is trusted.
pub(crate) fn trusted(kind: TrustedKind) -> &'static str {
    match kind {
        TrustedKind::Root => "Chứng thư gốc",
        TrustedKind::Authority => "Nơi cấp",
        TrustedKind::List => "Danh sách thu hồi",
    }
}

/// What the doctor looked at.
pub(crate) fn check(check: Check) -> &'static str {
    match check {
        Check::Database => "Tệp dữ liệu nguyên vẹn",
        Check::Files => "Tệp biên bản, bản quét bị hỏng",
        Check::Waiting => "Thay đổi chờ gửi",
        Check::Returned => "Việc cần xem lại",
        Check::DeviceSecret => "Khóa thiết bị nằm trong kho khóa của hệ điều hành",
        Check::RightsMatchMinutes => "Quyền lệch với biên bản",
        Check::Backup => "Số ngày từ lần sao lưu cuối",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde::Serialize;

    use super::*;

    /// Every Vietnamese text of the window.
    fn of_the_window(folder: &Path, texts: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                of_the_window(&path, texts);
            } else {
                texts.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    fn agrees<T: Serialize + Copy>(all: &[T], word: impl Fn(T) -> &'static str) {
        let mut texts = String::new();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/lib/text");
        of_the_window(Path::new(folder), &mut texts);
        for one in all {
            let name = serde_json::to_value(one).unwrap();
            let entry = format!("{}: '{}'", name.as_str().unwrap(), word(*one));
            assert!(texts.contains(&entry), "the window does not say {entry}");
        }
    }

    #[test]
    fn states_of_minutes_are_called_as_in_the_window() {
        use MinutesState::{
            AwaitingNumber, AwaitingSignatures, Cancelled, Declined, Draft, Issued, Replaced,
            TakenBack,
        };
        let open = [Draft, AwaitingSignatures, AwaitingNumber, Issued];
        agrees(&open, state);
        agrees(&[Replaced, TakenBack, Declined, Cancelled], state);
    }

    #[test]
    fn what_is_found_to_be_done_or_trusted_is_called_as_in_the_window() {
        use FoundKind::{Class, Minutes, Officer, Unit};
        agrees(&[Officer, Class, Unit, Minutes], found);
        use CsdlAction::{ChangeHolder, ChangeScope, Close, Open};
        agrees(&[Open, Close, ChangeHolder, ChangeScope], action);
        use CsdlDifference::{
            Leaver, NotOpened, OtherHolder, SeveralLogins, SharedLogin, Supplier, UnknownPerson,
            WithoutMinutes, WrongClass, WrongFunction,
        };
        agrees(
            &[WithoutMinutes, Leaver, Supplier, UnknownPerson],
            difference,
        );
        agrees(&[OtherHolder, SharedLogin, SeveralLogins], difference);
        agrees(&[WrongClass, WrongFunction, NotOpened], difference);
        use CsdlOver::{SeenThere, SettledHere, Undone};
        agrees(&[SeenThere, SettledHere, Undone], over);
        use TrustedKind::{Authority, List, Root};
        agrees(&[Root, Authority, List], trusted);
    }

    #[test]
    fn what_the_doctor_looks_at_is_called_as_in_the_window() {
        use Check::{Backup, Database, DeviceSecret, Files, Returned, RightsMatchMinutes, Waiting};
        agrees(&[Database, Files, Waiting, Returned], check);
        agrees(&[DeviceSecret, RightsMatchMinutes, Backup], check);
    }
}

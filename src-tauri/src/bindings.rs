//! The typed bridge: commands and types as TypeScript, generated and committed.

use tauri_specta::{Builder, collect_commands};

use crate::commands::{door, handover, import, lists, saved};

/// All commands of the window.
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .disable_serde_phases()
        .commands(collect_commands![
            door::door,
            door::communes,
            door::levels_in,
            door::begin_own_unit,
            door::begin_demo,
            door::begin_with_code,
            door::restore,
            door::unlock,
            door::unlock_with_pin,
            door::change_password,
            door::unread_recovery_code,
            door::new_recovery_code,
            door::keep_recovery_code,
            door::has_pin,
            door::set_pin,
            door::recover,
            door::left_in_clear,
            door::lock,
            door::remove_demo,
            door::bring_back_demo,
            lists::home,
            lists::officers,
            lists::add_officer,
            lists::edit_officer,
            lists::edit_officers,
            lists::end_appointment,
            lists::classes,
            lists::class_named,
            lists::classes_of_all_years,
            lists::work_in,
            lists::add_class,
            lists::assign_teacher,
            lists::units,
            lists::board,
            lists::catalogued,
            lists::make_communes,
            lists::set_unit,
            lists::documents,
            lists::add_document,
            lists::end_document,
            lists::csdl_tasks,
            lists::csdl_tasks_done,
            lists::rights,
            lists::rights_paper,
            lists::place_of_list,
            lists::choose_place,
            lists::save_list,
            lists::find,
            lists::person,
            lists::appoint,
            lists::change_head,
            lists::put_new_head,
            lists::add_unit,
            lists::confirm_parent,
            lists::rename_unit,
            lists::set_levels,
            lists::accounts,
            lists::add_account,
            lists::fixed_grounds,
            lists::check_ground,
            handover::offer,
            handover::account_offer,
            handover::accounts_offer,
            handover::give_accounts,
            handover::hand_over,
            handover::proposals,
            handover::draft_proposed,
            handover::minutes_list,
            handover::minutes_detail,
            handover::freeze_minutes,
            handover::record_signing,
            handover::numbers_ahead,
            handover::record_signings,
            handover::give_numbers,
            handover::record_with_scan,
            handover::confirm_recording,
            handover::set_route,
            handover::sign_minutes,
            handover::save_for_signing,
            handover::take_signed,
            handover::certify_scan,
            handover::confirm_receipt,
            handover::attach_scan,
            handover::accept_scan,
            handover::decline_minutes,
            handover::cancel_minutes,
            handover::take_back,
            handover::give_number,
            handover::number_register,
            handover::skip_numbers,
            handover::type_number,
            handover::correct_number,
            handover::take_register,
            handover::edit_draft,
            handover::minutes_verdict,
            handover::print,
            handover::open_print_file,
            handover::cancel_batch,
            import::verify_signed,
            import::trusted,
            import::trust,
            import::upload,
            import::open_book,
            import::paste_book,
            import::keep_import,
            import::begun_import,
            import::keep_forms,
            import::kept_forms,
            import::read_dropped,
            import::look_at,
            import::check_import,
            import::run_import,
            import::imports,
            import::undo_import,
            import::place_of_wrong_rows,
            import::save_wrong_rows,
            import::save_template,
            import::open_saved,
            import::file_stack,
            saved::sync_status,
            saved::decisions,
            saved::decide_held,
            saved::error_catalogue,
            saved::sync,
            saved::enrol,
            saved::undo,
            saved::back_up,
            saved::usb_places,
            saved::back_up_onto,
            saved::doctor,
        ])
}

#[cfg(test)]
mod tests {
    use specta_typescript::Typescript;

    /// The committed bindings are those that the commands make. `BANGIAO_GEN=1` writes them.
    #[test]
    fn the_bindings_are_fresh() {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/ipc/bindings.ts");
        let fresh =
            std::env::temp_dir().join(format!("bangiao-bindings-{}.ts", std::process::id()));
        let header = "// Generated by `cargo xtask gen`; not to be edited.\n// @ts-nocheck\n";
        super::builder()
            .export(Typescript::default().header(header), &fresh)
            .unwrap();
        let text = std::fs::read_to_string(&fresh).unwrap();
        std::fs::remove_file(&fresh).unwrap();
        if std::env::var_os("BANGIAO_GEN").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap() == text,
            "run `cargo xtask gen` and commit ui/src/lib/ipc/bindings.ts"
        );
    }
}

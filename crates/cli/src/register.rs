//! People, units, classes, papers, logins and the work list.

use engine::Reply;
use engine::domain::Refusal;
use engine::domain::account::{AccountKind, System};
use engine::domain::acts::people::{OfficerEdit, Post};
use engine::domain::acts::units::{HeadDetails, UnitDetails};
use engine::domain::acts::{
    AddAccount, AddClass, AddDocument, AddOfficer, AddUnit, Appoint, AssignTeacher, ChangeHead,
    ConfirmParent, CsdlTasksDone, EditOfficer, EndAppointment, RenameUnit, SetUnit,
};
use engine::domain::calendar::SchoolYear;
use engine::domain::kind::Witness;
use engine::domain::officer::{Role, Sex};
use engine::domain::school_class::TeacherPart;
use engine::domain::unit::{Letterhead, Numbering};
use serde_json::json;

use crate::args::{
    AccountCommand, AddUnitArgs, ClassCommand, CsdlCommand, DocumentCommand, OfficerCommand,
    UnitCommand,
};
use crate::machine::AtWork;
use crate::named;
use crate::output::Output;
use crate::typed::{day_or_today, word, words};

pub(crate) async fn officer(work: &AtWork, command: OfficerCommand) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    match command {
        OfficerCommand::List => {
            let rows = engine.officers(unit).await?;
            let lines: Vec<String> = rows
                .iter()
                .map(|r| {
                    format!(
                        "{:10} {:30} {:24} {} quyền",
                        r.code, r.name, r.position, r.rights
                    )
                })
                .collect();
            Output::new(lines.join("\n"), &rows)
        }
        OfficerCommand::Add {
            name,
            code,
            position,
            sex,
            prepares,
            id_number,
            born,
        } => {
            let post = Post {
                role: Role::Member,
                position,
                duty: None,
                prepares,
                from: engine.today(),
                until: None,
                document: None,
            };
            let sex = sex.map(|s| if s == "nu" { Sex::Female } else { Sex::Male });
            let born_on = born.map(|text| engine.parse_day(&text)).transpose()?;
            engine
                .perform(AddOfficer {
                    unit,
                    name,
                    code: code.clone(),
                    sex,
                    born_on,
                    id_number,
                    phone: None,
                    post,
                })
                .await?;
            done(format!("Đã thêm cán bộ {code}."), "code", &code)
        }
        OfficerCommand::Edit { code, name, phone } => {
            let officer = named::officer(work, &code).await?;
            let now = engine.person(unit, officer).await?;
            let mut edits = vec![];
            edits.extend(name.map(|set| OfficerEdit::Name {
                expect: now.name,
                set,
            }));
            edits.extend(phone.map(|set| OfficerEdit::Phone {
                expect: now.phone,
                set: Some(set).filter(|p| !p.is_empty()),
            }));
            engine
                .perform(EditOfficer {
                    unit,
                    officer,
                    edits,
                })
                .await?;
            done(format!("Đã sửa cán bộ {code}."), "code", &code)
        }
        OfficerCommand::Appoint {
            code,
            position,
            role,
            decision,
            prepares,
            from,
        } => {
            let officer = named::officer(work, &code).await?;
            let document = named::documents(work, &Vec::from_iter(decision))
                .await?
                .pop();
            let post = Post {
                role: word(&role)?,
                position,
                duty: None,
                prepares,
                from: day_or_today(engine, from.as_deref())?,
                until: None,
                document,
            };
            engine
                .perform(Appoint {
                    unit,
                    officer,
                    post,
                })
                .await?;
            done(format!("Đã giao chức vụ cho {code}."), "code", &code)
        }
        OfficerCommand::Leave {
            code,
            until,
            reason,
        } => {
            let rows = engine.officers(unit).await?;
            let post = rows
                .iter()
                .find(|r| r.code == code)
                .map(|r| r.appointment)
                .ok_or_else(|| {
                    Refusal::new(engine::domain::Code::NotFound).with("what", "officer")
                })?;
            engine
                .perform(EndAppointment {
                    unit,
                    appointment: post,
                    until: engine.parse_day(&until)?,
                    reason,
                })
                .await?;
            done(format!("Đã ghi {code} thôi công tác."), "code", &code)
        }
        OfficerCommand::Lead {
            code,
            position,
            role,
            decision,
            from,
            witness,
            witness_position,
        } => {
            let officer = named::officer(work, &code).await?;
            let document = named::documents(work, &[decision]).await?.remove(0);
            let witness = witness
                .zip(witness_position)
                .map(|(name, position)| Witness { name, position });
            engine
                .perform(ChangeHead {
                    unit,
                    officer,
                    role: word(&role)?,
                    position,
                    from: day_or_today(engine, from.as_deref())?,
                    document,
                    witness,
                })
                .await?;
            done(
                "Đã ghi thay đổi thủ trưởng; biên bản ở mục Việc cần làm.".to_owned(),
                "code",
                &code,
            )
        }
    }
}

fn done(text: String, key: &str, value: &str) -> Reply<Output> {
    Output::new(text, &json!({ key: value }))
}

pub(crate) async fn unit(work: &AtWork, command: UnitCommand) -> Reply<Output> {
    let (engine, own) = (&work.engine, work.unit);
    match command {
        UnitCommand::List | UnitCommand::Communes => {
            let rows = engine.units().await?;
            let lines: Vec<String> = rows
                .iter()
                .map(|r| {
                    format!(
                        "{:12} {:60} {}/{} đã ký",
                        r.code.clone().unwrap_or_default(),
                        r.name,
                        r.signed,
                        r.people
                    )
                })
                .collect();
            Output::new(lines.join("\n"), &rows)
        }
        UnitCommand::Add(args) => add_unit(work, *args).await,
        UnitCommand::Confirm { unit } => {
            let below = named::unit(work, &unit).await?;
            engine
                .perform(ConfirmParent {
                    unit: below,
                    parent: own,
                    from: engine.today(),
                })
                .await?;
            done(
                format!("Đã xác nhận {unit} trực thuộc đơn vị mình."),
                "unit",
                &unit,
            )
        }
        UnitCommand::Rename {
            unit,
            name,
            code,
            from,
        } => {
            let unit = match unit {
                Some(wanted) => named::unit(work, &wanted).await?,
                None => own,
            };
            engine
                .perform(RenameUnit {
                    unit,
                    name: name.clone(),
                    code,
                    from: engine.parse_day(&from)?,
                })
                .await?;
            done(format!("Từ ngày {from}, tên là {name}."), "name", &name)
        }
        UnitCommand::Set {
            superior,
            symbol,
            place,
            numbering,
            route,
        } => {
            let now = engine.facts(own).await?.unit(own)?.clone();
            let numbering = numbering.map_or(Ok(now.numbering), |text| word(&text))?;
            let old = now.letterhead;
            let letterhead = Letterhead {
                superior: superior.or(old.superior),
                symbol: symbol.unwrap_or(old.symbol),
                place: place.unwrap_or(old.place),
            };
            let route = route.map(|text| word(&text)).transpose()?;
            engine
                .perform(SetUnit {
                    unit: own,
                    letterhead: letterhead.clone(),
                    numbering,
                    route,
                })
                .await?;
            Output::new("Đã lưu.", &letterhead)
        }
    }
}

async fn add_unit(work: &AtWork, args: AddUnitArgs) -> Reply<Output> {
    let (engine, by_unit) = (&work.engine, work.unit);
    let from = engine.today();
    let details = UnitDetails {
        kind: word(&args.kind)?,
        levels: words(&args.levels)?,
        name: args.name.clone(),
        code: args.code,
        letterhead: Letterhead {
            superior: args.superior,
            symbol: args.symbol,
            place: args.place,
        },
        numbering: Numbering::Typed,
        from,
    };
    let head = HeadDetails {
        name: args.head,
        sex: None,
        code: args.head_code,
        position: args.position,
        role: Role::Head,
        from,
    };
    engine
        .perform(AddUnit {
            by_unit,
            details,
            parent: None,
            head,
            admin_login: args.admin_login,
        })
        .await?;
    done(format!("Đã thêm {}.", args.name), "name", &args.name)
}

pub(crate) async fn class(work: &AtWork, command: ClassCommand) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    let assign = async |name: &str,
                        teacher: &str,
                        part: TeacherPart,
                        until: Option<String>,
                        replace: bool|
           -> Reply<()> {
        let (class, officer) = (
            named::class(work, name).await?,
            named::officer(work, teacher).await?,
        );
        let until = until.map(|text| engine.parse_day(&text)).transpose()?;
        engine
            .perform(AssignTeacher {
                unit,
                class,
                officer,
                part,
                from: engine.today(),
                until,
                replace,
            })
            .await
            .map(drop)
    };
    match command {
        ClassCommand::List => {
            let rows = engine.classes(unit).await?;
            let lines: Vec<String> = rows
                .iter()
                .map(|r| {
                    format!(
                        "{:8} {:30} {}",
                        r.name,
                        r.teacher_name,
                        if r.in_force {
                            "đã mở"
                        } else {
                            "chưa có biên bản"
                        }
                    )
                })
                .collect();
            Output::new(lines.join("\n"), &rows)
        }
        ClassCommand::Add {
            name,
            level,
            learners,
            teacher,
        } => {
            let level = word(&level)?;
            if let Some(code) = &teacher {
                // Looked up first, so that a typing error leaves no class without its teacher.
                named::officer(work, code).await?;
            }
            engine
                .perform(AddClass {
                    unit,
                    year: SchoolYear::of(engine.today()),
                    name: name.clone(),
                    level,
                    site: None,
                    learners,
                })
                .await?;
            if let Some(code) = &teacher {
                assign(&name, code, TeacherPart::Main, None, false).await?;
            }
            done(format!("Đã thêm lớp {name}."), "name", &name)
        }
        ClassCommand::Assign {
            name,
            teacher,
            part,
            until,
            replace,
        } => {
            assign(&name, &teacher, word(&part)?, until, replace).await?;
            done(format!("Đã phân công lớp {name}."), "name", &name)
        }
    }
}

pub(crate) async fn document(work: &AtWork, command: DocumentCommand) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    match command {
        DocumentCommand::List => {
            let rows = engine.documents(unit).await?;
            let lines: Vec<String> = rows
                .iter()
                .map(|r| {
                    format!(
                        "{} {} ngày {}: {}",
                        r.title,
                        r.number,
                        r.date.format("%d/%m/%Y"),
                        r.subject
                    )
                })
                .collect();
            Output::new(lines.join("\n"), &rows)
        }
        DocumentCommand::Add {
            kind,
            title,
            number,
            date,
            issuer,
            subject,
        } => {
            engine
                .perform(AddDocument {
                    unit,
                    kind: word(&kind)?,
                    title,
                    number: number.clone(),
                    date: engine.parse_day(&date)?,
                    issuer,
                    subject,
                })
                .await?;
            done(format!("Đã thêm văn bản {number}."), "number", &number)
        }
    }
}

pub(crate) async fn account(work: &AtWork, command: AccountCommand) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    match command {
        AccountCommand::List => {
            let rows = engine.accounts(unit).await?;
            let lines: Vec<String> = rows
                .iter()
                .map(|r| {
                    format!(
                        "{:24} {:28} {}",
                        r.login,
                        r.address,
                        r.holder
                            .clone()
                            .unwrap_or_else(|| "thủ trưởng tự quản lý".to_owned())
                    )
                })
                .collect();
            Output::new(lines.join("\n"), &rows)
        }
        AccountCommand::Add {
            system,
            address,
            login,
            admin,
            officer,
        } => {
            let system = match system.as_str() {
                "csdl" => System::Csdl,
                "ban_giao" => System::BanGiao,
                other => System::Other(other.to_owned()),
            };
            let officer = match officer {
                Some(code) => Some(named::officer(work, &code).await?),
                None => None,
            };
            let kind = if admin {
                AccountKind::Admin
            } else {
                AccountKind::Use
            };
            engine
                .perform(AddAccount {
                    unit,
                    system,
                    address,
                    login: login.clone(),
                    kind,
                    officer,
                })
                .await?;
            done(format!("Đã thêm tài khoản {login}."), "login", &login)
        }
    }
}

pub(crate) async fn csdl(work: &AtWork, command: CsdlCommand) -> Reply<Output> {
    let (engine, unit) = (&work.engine, work.unit);
    match command {
        CsdlCommand::List => {
            let rows = engine.csdl_tasks(unit).await?;
            let lines: Vec<String> = rows
                .iter()
                .map(|r| {
                    format!(
                        "{} {} {:?} {} {}",
                        r.id,
                        if r.done.is_some() { "✓" } else { " " },
                        r.action,
                        r.login,
                        r.right
                    )
                })
                .collect();
            Output::new(lines.join("\n"), &rows)
        }
        CsdlCommand::Done { tasks, on } => {
            let count = tasks.len();
            engine
                .perform(CsdlTasksDone {
                    unit,
                    tasks,
                    on: day_or_today(engine, on.as_deref())?,
                })
                .await?;
            Output::new(format!("Đã ghi {count} việc."), &json!({ "done": count }))
        }
    }
}

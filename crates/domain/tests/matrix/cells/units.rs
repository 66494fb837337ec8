//! Cases about units and their registers of numbers.

use std::rc::Rc;

use domain::acts::{
    AddUnit, CheckGround, FoundUnit, OpenRegister, RenameUnit, SetLevels, SetUnit, SkipNumbers,
    Withdraw, Withdrawn,
};
use domain::ids::DeviceId;
use domain::numbers::Register;
use domain::route::Route;
use domain::samples::{self, monday, requests, rows, today};
use domain::unit::{Letterhead, Numbering, SchoolLevel, Unit, UnitKind};
use domain::{Change, Row};

use super::*;
use crate::world::{
    COMMUNE, FOREIGN, OTHER_COMMUNE, PERSON, SCHOOL, SO, decision_of, earlier, leader,
};

impl Cases<'_> {
    pub(super) fn about_units(&mut self) {
        let unit = self.unit;
        self.here(
            "found a unit in somebody else's name",
            requests::found_unit(),
        );
        let facts = Rc::new(self.facts.clone());
        let founder = FoundUnit::head_id(ctx(PERSON, monday(), CELL).stamp);
        self.of_another("found a unit", &facts, requests::found_unit(), founder);
        let mut details = requests::unit_details();
        if unit == SO {
            details.kind = UnitKind::Commune;
        }
        let adding = AddUnit {
            by_unit: unit,
            details,
            parent: Some(unit),
            ..requests::add_unit()
        };
        self.here("add a unit below", adding.clone());
        if unit == COMMUNE {
            let mut upper = requests::unit_details();
            upper.levels = [SchoolLevel::UpperSecondary].into();
            let request = AddUnit {
                by_unit: unit,
                details: upper,
                parent: None,
                ..requests::add_unit()
            };
            self.here("a commune adds a school of the Sở", request);
        }
        if unit == SO {
            for (name, kind) in [
                ("add a special school", UnitKind::SpecialSchool),
                ("add a division", UnitKind::Division),
            ] {
                let mut details = requests::unit_details();
                details.kind = kind;
                let request = AddUnit {
                    by_unit: unit,
                    details,
                    parent: None,
                    ..requests::add_unit()
                };
                self.here(name, request);
            }
        }
        if unit != SCHOOL {
            let mut stage = Stage::on(self.facts);
            let changes = stage.play(adding, leader(self.facts, unit));
            let added = changes.iter().find_map(|Change(row)| match row {
                Row::Unit(row) => Some(row.id),
                _ => None,
            });
            let head = changes.iter().find_map(|Change(row)| match row {
                Row::Officer(row) => Some(row.id),
                _ => None,
            });
            let facts = stage.set();
            let (added, head) = (added.expect("a unit"), head.expect("its head"));
            let request = Withdraw {
                unit: added,
                entries: vec![Withdrawn::Unit],
            };
            self.on("withdraw a unit below", &facts, request.clone());
            self.of_another("a unit withdraws itself", &facts, request, head);
            self.confirm_parent();
        }
        if unit == SCHOOL {
            let request = confirming(unit, OTHER_COMMUNE, today());
            self.here("take a school back to its former parent", request);
        }
        let request = RenameUnit {
            unit,
            document: Some(decision_of(unit)),
            ..requests::rename_unit()
        };
        self.here("rename a unit", request);
        let request = SetLevels {
            unit,
            document: Some(decision_of(unit)),
            ..requests::set_levels()
        };
        self.here("set the levels of a unit", request);
        self.settings();
        let request = CheckGround {
            unit,
            ..requests::check_ground()
        };
        self.here("tick a ground", request);
    }

    pub(super) fn confirm_parent(&mut self) {
        let unit = self.unit;
        let mut stage = Stage::on(self.facts);
        let request = FoundUnit {
            parent: Some(unit),
            ..requests::found_unit()
        };
        let founder = FoundUnit::head_id(ctx(PERSON, earlier(), 1).stamp);
        let changes = stage.play(request, founder);
        let founded = changes.iter().find_map(|Change(row)| match row {
            Row::Unit(row) => Some(row.id),
            _ => None,
        });
        let facts = stage.set();
        let request = confirming(founded.expect("a unit"), unit, today());
        self.on(
            "confirm a unit that names this one as its parent",
            &facts,
            request.clone(),
        );
        self.of_another("a unit confirms its own parent", &facts, request, founder);
        if unit == COMMUNE {
            let request = confirming(FOREIGN, unit, today());
            self.here("take a school of another commune", request);
        }
    }

    pub(super) fn settings(&mut self) {
        let unit = self.unit;
        let row = self.facts.units[&unit].clone();
        let as_it_is = SetUnit {
            unit,
            letterhead: row.letterhead.clone(),
            numbering: row.numbering,
            ..requests::set_unit()
        };
        let letterhead = Letterhead {
            symbol: "KHAC".to_owned(),
            ..row.letterhead.clone()
        };
        self.here(
            "change a letterhead",
            SetUnit {
                letterhead,
                document: Some(decision_of(unit)),
                ..as_it_is.clone()
            },
        );
        self.here(
            "change where numbers come from",
            SetUnit {
                numbering: Numbering::Typed,
                ..as_it_is.clone()
            },
        );
        self.here(
            "turn a unit digital",
            SetUnit {
                route: Some(Route::Digital),
                ..as_it_is.clone()
            },
        );
        let digital = Unit {
            route: Route::Digital,
            ..row
        };
        let facts = Stage::on(self.facts).with(Row::Unit(digital)).set();
        self.on(
            "turn a digital unit back to paper",
            &facts,
            SetUnit {
                route: Some(Route::Paper),
                ..as_it_is
            },
        );
    }
    pub(super) fn numbers(&mut self) {
        let unit = self.unit;
        let open = OpenRegister {
            unit,
            ..requests::open_register()
        };
        self.here("open the register of numbers", open.clone());
        let mut stage = Stage::on(self.facts);
        stage.play(open.clone(), leader(self.facts, unit));
        let facts = stage.leased(unit).set();
        self.on("close a number", &facts, skipping(&facts, unit));
        let elsewhere = SkipNumbers {
            elsewhere: true,
            ..skipping(&facts, unit)
        };
        self.on("close a number as used elsewhere", &facts, elsewhere);
        let elsewhere = Register {
            unit,
            holder: DeviceId(samples::LOST),
            ..rows::register()
        };
        let facts = Stage::on(self.facts).with(Row::Register(elsewhere)).set();
        let take_over = OpenRegister {
            reason: Some("Máy cũ hỏng".to_owned()),
            ..open
        };
        self.on("take the register of numbers over", &facts, take_over);
    }
}

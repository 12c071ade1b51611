//! The report of all attacks as Markdown.

use super::guess::{self, Faces};
use super::report::Protection;
use super::{linkage, pin};
use crate::markdown::{self, Table};
use crate::stats::show;

/// Seconds of one core for an Argon2id of 64 MiB and three passes, as
/// `SECURITY.md` states it.
const ARGON2_SECONDS: f64 = 0.17;

impl Protection {
    /// The report as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let p = self.settings.point;
        format!(
            "# Protection of the sketch, pack {}\n\nN = {}, K = {}, r = {}, list {}; seed {}. \
             Owners are persons whom neither calibration nor attacker has seen. Intervals are \
             95 %, over persons.\n\n## Two sketches of one face (unlinkability)\n\n{}## Does this \
             photograph belong to this sketch?\n\n{}## After one success\n\n{}## Guessing the PIN, \
             with photographs of the owner\n\n{}## Guessing the PIN without a photograph\n\n{}## \
             How far each way of trying reaches\n\n{}## Opening without a photograph of the \
             owner\n\n{}",
            self.settings.pack,
            p.n,
            p.k,
            p.r,
            p.list,
            self.settings.seed.0,
            self.linkage_table(),
            self.oracle_table(),
            self.known_table(),
            self.pin_table(),
            self.pin_alone_text(),
            self.curve_table(),
            self.guess_table() + &self.check_text(),
        )
    }

    fn linkage_table(&self) -> String {
        let mut table = Table::new(&[
            "second sketch",
            "score",
            "D_sys",
            "chance alone (95 %)",
            "AUC",
            "persons; mated, non-mated pairs",
        ]);
        for o in &self.linkage {
            let l = &o.linkability;
            table.row(&[
                again(o.again).into(),
                o.score.clone(),
                format!("{:.3} [{:.3}, {:.3}]", l.d_sys, l.bounds.low, l.bounds.high),
                format!("{:.3}", l.chance),
                format!("{:.3}", l.auc),
                format!("{}; {}, {}", l.persons, l.mated, l.non_mated),
            ]);
        }
        table.finish()
    }

    fn oracle_table(&self) -> String {
        let mut table = Table::new(&[
            "design",
            "sketches",
            "score",
            "missed at FMR 1e-2",
            "missed at FMR 1e-3",
            "FMR where half are recognised",
            "persons; genuine, impostor comparisons",
        ]);
        for o in &self.oracle {
            let mut cells = vec![
                o.design.to_string(),
                o.sketches.to_string(),
                o.score.clone(),
            ];
            cells.extend(o.points.iter().map(markdown::operating_point));
            let (fmr, bounds, pairs) = o.at_half;
            cells.push(format!(
                "{} [{}, {}] ({pairs} pairs)",
                show(fmr),
                show(bounds.low),
                show(bounds.high)
            ));
            cells.push(format!("{}; {}, {}", o.persons, o.genuine, o.impostors));
            table.row(&cells);
        }
        table.finish()
    }

    fn known_table(&self) -> String {
        let mut table = Table::new(&[
            "sketches made from",
            "sketches with known u",
            "cosine to the template (5 %)",
            "opens a further sketch",
            "a photograph opens it",
        ]);
        for o in &self.known {
            table.row(&[
                match o.again {
                    linkage::Again::SameTemplate => "one template of three photographs",
                    linkage::Again::OtherPhotographs => "one photograph each",
                }
                .into(),
                o.sketches.to_string(),
                format!("{:.3} ({:.3})", o.cosine.0, o.cosine.1),
                markdown::rate(&o.opens),
                o.photograph_opens.show(),
            ]);
        }
        table.finish()
    }

    fn pin_table(&self) -> String {
        let mut table = Table::new(&[
            "thief has",
            "a guess survives if the list holds",
            "right PIN survives",
            "wrong PINs survive",
            "all six-digit PINs, one core",
        ]);
        for o in &self.pin {
            let seconds = 1e6 * ARGON2_SECONDS * (1.0 + o.wrong.rate);
            table.row(&[
                match o.has {
                    pin::Photographs::One => "one photograph",
                    pin::Photographs::Three => "three photographs",
                }
                .into(),
                o.rule.clone(),
                markdown::rate(&o.right),
                markdown::rate(&o.wrong),
                format!("{:.1} days", seconds / 86_400.0),
            ]);
        }
        table.finish()
    }

    fn pin_alone_text(&self) -> String {
        let p = &self.pin_alone;
        format!(
            "{} persons, {} sketches. The right offset scores {:.3} [{:.3}, {:.3}] standard \
             deviations above wrong ones. Ordered by score, {} of the wrong PINs come before the \
             right one (50 % without any knowledge).\n\n",
            p.persons,
            p.sketches,
            p.shift.0,
            p.shift.1,
            p.shift.2,
            p.before.show()
        )
    }

    fn curve_table(&self) -> String {
        let mut headings = vec!["angle".to_owned()];
        headings.extend(self.curves.iter().map(|c| c.way.label()));
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new(&headings);
        let angles = self.curves.first().map_or(0, |c| c.points.len());
        for i in 0..angles {
            let mut cells = Vec::new();
            for curve in &self.curves {
                if let Some((angle, opened, trials)) = curve.points.get(i) {
                    if cells.is_empty() {
                        cells.push(format!("{angle:.0}°"));
                    }
                    cells.push(format!("{opened} of {trials}"));
                }
            }
            table.row(&cells);
        }
        let mut cells = vec!["ms a try".to_owned()];
        cells.extend(self.curves.iter().map(|c| format!("{:.1}", c.milliseconds)));
        table.row(&cells);
        table.finish()
    }

    fn check_text(&self) -> String {
        let lines = self.checks.iter().map(|c| {
            format!(
                "Check on owners ({}): of {} drawn faces near a template, {} opened; the curve \
                 expects {:.0}.\n",
                c.way.label(),
                c.tried,
                c.opened,
                c.expected
            )
        });
        lines.collect()
    }

    fn guess_table(&self) -> String {
        let mut headings = vec![
            "faces".to_owned(),
            "way of trying".to_owned(),
            "one try".to_owned(),
        ];
        headings.extend(guess::TRIES.iter().map(|t| format!("within {t:e} tries")));
        headings.push("owners; faces compared with each".to_owned());
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut table = Table::new(&headings);
        for o in &self.guess {
            let mut cells = vec![
                match o.faces {
                    Faces::Collection => "other people's photographs".to_owned(),
                    Faces::Drawn(power) => format!("drawn, variances to the power {power}"),
                },
                o.way.label(),
                format!(
                    "{:.1e} [{:.1e}, {:.1e}]",
                    o.one.rate, o.one.bounds.low, o.one.bounds.high
                ),
            ];
            for (tries, (rate, bounds)) in guess::TRIES.iter().zip(&o.within) {
                // There are only so many other people.
                if o.faces == Faces::Collection && *tries > o.compared as f64 {
                    cells.push("–".into());
                    continue;
                }
                cells.push(format!(
                    "{} [{}, {}]",
                    show(*rate),
                    show(bounds.low),
                    show(bounds.high)
                ));
            }
            cells.push(format!("{}; {}", o.one.persons, o.compared));
            table.row(&cells);
        }
        table.finish()
    }
}

fn again(again: linkage::Again) -> &'static str {
    match again {
        linkage::Again::SameTemplate => "same template",
        linkage::Again::OtherPhotographs => "other photographs",
    }
}

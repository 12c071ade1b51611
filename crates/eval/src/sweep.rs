//! The tables from which the sketch parameters are chosen.

use serde::{Deserialize, Serialize};

use crate::EvalError;
use crate::choose::{Bench, MAX_FMR, MAX_FNMR, Outcome, Point, Strangers, ceiling};
use crate::counting::hiding_margin;
use crate::experiment::Design;
use crate::markdown::{self, Table};
use crate::scan::{Plan, Step};

/// Code lengths and the secret bits tried with each.
const LENGTHS: [(u16, &[u8]); 3] = [
    (128, &[24, 28, 32, 36, 40, 44, 48]),
    (256, &[40, 48, 56, 60, 64, 68, 72, 80, 88]),
    (512, &[80, 96, 112, 128]),
];
/// List sizes tried around a choice.
const LISTS: [u8; 4] = [8, 16, 32, 64];
/// Design angles tried around a choice, in hundredths of a degree.
const ANGLES: [u16; 5] = [3000, 3500, 4000, 4500, 5000];
/// Checksum bits tried around a choice, at the same K + r.
const CHECKSUMS: [u8; 4] = [4, 6, 8, 11];

/// All sweeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sweeps {
    /// Values of a calibrated embedding.
    pub dimension: usize,
    /// The parameters around which the smaller sweeps were made.
    pub choice: Point,
    /// By code length and secret bits.
    pub lengths: Vec<Outcome>,
    /// By list size.
    pub lists: Vec<Outcome>,
    /// By design angle.
    pub angles: Vec<Outcome>,
    /// By checksum bits.
    pub checksums: Vec<Outcome>,
    /// By probes of a scan; more secret bits too, for comparison.
    pub plans: Vec<Outcome>,
}

/// The plans that are compared.
#[must_use]
pub fn plans() -> Vec<Plan> {
    use Step::{LeaveOneOut, Singles, Whole};
    vec![
        Plan::whole(),
        Plan(vec![Whole, LeaveOneOut]),
        Plan(vec![Whole, Singles]),
        Plan(vec![Whole, LeaveOneOut, Singles]),
    ]
}

impl Sweeps {
    /// Makes all sweeps; `step` is called after each of [`Sweeps::steps`].
    ///
    /// # Errors
    /// [`EvalError::Sketch`] for parameters that do not fit.
    pub fn make(
        bench: &Bench,
        dimension: usize,
        choice: Point,
        mut step: impl FnMut(),
    ) -> Result<Self, EvalError> {
        let mut run = |points: Vec<(Point, Plan)>| -> Result<Vec<Outcome>, EvalError> {
            let mut out = Vec::new();
            for (point, plan) in points {
                out.extend(bench.all(point, &plan, Strangers::IfFnmrBelow(0.4))?);
                step();
            }
            Ok(out)
        };
        Ok(Self {
            dimension,
            choice,
            lengths: run(lengths(choice, dimension))?,
            lists: run(varied(&LISTS, |list| Point { list, ..choice }))?,
            angles: run(varied(&ANGLES, |angle_centideg| Point {
                angle_centideg,
                ..choice
            }))?,
            checksums: run(varied(&CHECKSUMS, |r| Point {
                k: (choice.k + choice.r).saturating_sub(r),
                r,
                ..choice
            }))?,
            plans: run(planned(choice))?,
        })
    }

    /// Number of parameter sets that [`Sweeps::make`] measures.
    #[must_use]
    pub fn steps(choice: Point, dimension: usize) -> usize {
        lengths(choice, dimension).len()
            + LISTS.len()
            + ANGLES.len()
            + CHECKSUMS.len()
            + planned(choice).len()
    }

    /// The tables as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "# Sketch parameters\n\nFNMR and FMR per scan; every candidate is submitted. \
             Limits of the choice: FNMR ≤ {} at 3v3 and FMR ≤ {}.\n\n",
            crate::stats::show(MAX_FNMR),
            crate::stats::show(MAX_FMR)
        );
        for (n, _) in LENGTHS {
            if let Some(p) = ceiling(&self.lengths, n) {
                text += &format!("Largest K within the limits at N = {n}: {}.\n", p.k);
            }
        }
        text += "\n## Code length and secret bits\n\n";
        text += &self.table(&self.lengths);
        text += "## List\n\n";
        text += &self.table(&self.lists);
        text += "## Design angle\n\n";
        text += &self.table(&self.angles);
        text += "## Checksum at the same K + r\n\n";
        text += &self.table(&self.checksums);
        text += "## Probes of a scan\n\n";
        text += &self.table(&self.plans);
        text
    }

    fn table(&self, outcomes: &[Outcome]) -> String {
        let mut table = Table::new(&[
            "N",
            "K",
            "r",
            "list",
            "angle",
            "probes",
            "design",
            "FNMR",
            "after three scans",
            "FMR",
            "wrong u per stranger's scan",
            "hiding margin (bits)",
        ]);
        for o in outcomes {
            let p = o.point;
            table.row(&[
                p.n.to_string(),
                p.k.to_string(),
                p.r.to_string(),
                p.list.to_string(),
                format!("{:.0}°", f64::from(p.angle_centideg) / 100.0),
                o.plan.label(),
                o.design.to_string(),
                o.misses.fnmr.show(),
                crate::stats::show(o.misses.fnmr_three_scans),
                o.false_matches
                    .as_ref()
                    .map_or_else(|| "–".into(), markdown::false_matches),
                o.false_matches
                    .map_or_else(|| "–".into(), |f| format!("{:.2}", f.wrong)),
                format!("{:.0}", hiding_margin(p.n, p.k, self.dimension)),
            ]);
        }
        table.finish()
    }
}

fn varied<T: Copy>(values: &[T], point: impl Fn(T) -> Point) -> Vec<(Point, Plan)> {
    values.iter().map(|&v| (point(v), Plan::whole())).collect()
}

/// Codes no longer than the template is wide are left out: the sketch refuses
/// them.
fn lengths(choice: Point, dimension: usize) -> Vec<(Point, Plan)> {
    LENGTHS
        .iter()
        .filter(|(n, _)| usize::from(*n) >= dimension)
        .flat_map(|&(n, ks)| ks.iter().map(move |&k| Point { n, k, ..choice }))
        .map(|point| (point, Plan::whole()))
        .collect()
}

/// Every plan at the choice, and more probes with more secret bits, so that a
/// plan can be compared with a plain scan of the same FNMR.
fn planned(choice: Point) -> Vec<(Point, Plan)> {
    let more = Point {
        k: choice.k + 8,
        ..choice
    };
    let mut out: Vec<(Point, Plan)> = plans().into_iter().map(|p| (choice, p)).collect();
    out.extend(plans().into_iter().map(|p| (more, p)));
    out
}

/// The designs that sweeps measure.
pub const DESIGNS: [Design; 2] = [Design::THREE_ONE, Design::THREE_THREE];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::experiment::tests::experiment;
    use crate::rates::Effort;
    use crate::seed::Seed;

    #[test]
    fn sweeps_measure_what_they_announce() {
        let effort = Effort {
            genuine_repeats: 1,
            close_share: 0.0,
            close_repeats: 1,
            far_sample: 3,
        };
        let experiments = vec![experiment(&[6; 8], Design::THREE_THREE, 0.1)];
        let bench = Bench::of(8, experiments, effort, Seed(1));
        let choice = Point {
            n: 128,
            k: 24,
            r: 8,
            list: 8,
            angle_centideg: 4000,
        };
        let mut steps = 0;
        let sweeps = Sweeps::make(&bench, 24, choice, || steps += 1).unwrap();
        assert_eq!(steps, Sweeps::steps(choice, 24));
        assert_eq!(sweeps.lengths.len(), 20);
        assert_eq!(sweeps.checksums[0].point.unfrozen(), 32);
        let text = sweeps.markdown();
        assert!(text.contains("## Probes of a scan"));
        assert!(
            text.contains("Largest K within the limits at N = 512"),
            "{text}"
        );
        assert_eq!(lengths(choice, 200).len(), 13);
    }
}

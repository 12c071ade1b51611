//! The report: plain matcher and sketch side by side, under every design.

use serde::{Deserialize, Serialize};

use crate::EvalError;
use crate::choose::{Bench, Material, Outcome, Point, Strangers};
use crate::embed::Acquisition;
use crate::experiment::{Design, Experiment};
use crate::markdown::{self, Table};
use crate::matcher::Scores;
use crate::population::Population;
use crate::projection::Fit;
use crate::rates::Effort;
use crate::scan::Plan;
use crate::seed::Seed;
use crate::stats::{OperatingPoint, Resampler, show};
use crate::twofold;

/// The designs of a report.
pub const DESIGNS: [Design; 4] = [
    Design::ONE_ONE,
    Design::THREE_ONE,
    Design::THREE_THREE,
    Design::FIVE_THREE,
];
/// The designs over replayed sessions: one session against one, and two
/// captures at enrolment against one session.
pub const SESSION_DESIGNS: [Design; 2] = [Design::ONE_ONE, Design { enrol: 2, probe: 1 }];
/// The FMR at which the plain matcher is reported.
pub const FMRS: [f64; 4] = [1e-3, 1e-4, 1e-5, 1e-6];

/// What is measured, and how thoroughly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// The pack's name.
    pub pack: String,
    /// How the two-fold calibrations are fitted.
    pub fit: Fit,
    /// The sketch parameters.
    pub point: Point,
    /// The probes of a scan.
    pub plan: Plan,
    /// Splits of each design.
    pub splits: usize,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// Work for the sketch.
    pub effort: Effort,
    /// The seed.
    pub seed: Seed,
}

/// The plain matcher under one design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plain {
    /// The design.
    pub design: Design,
    /// What frames are made of.
    pub material: Material,
    /// Persons with genuine comparisons.
    pub persons: usize,
    /// Impostor comparisons.
    pub impostors: usize,
    /// Mean cosine of a person with themselves, its 5 % quantile, and the
    /// standard deviation of the cosine of strangers.
    pub cosine: (f64, f64, f64),
    /// FNMR at [`FMRS`].
    pub points: Vec<OperatingPoint>,
    /// (FMR, FNMR) along the threshold, for the DET curve.
    pub det: Vec<(f64, f64)>,
    /// FNMR of the plain matcher at the sketch's own FMR, where that was
    /// measured.
    pub at_sketch: Option<OperatingPoint>,
}

/// Everything that was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// What was asked for.
    pub settings: Settings,
    /// Persons whose photographs passed the gate, and their photographs.
    pub population: (usize, usize),
    /// Failures to acquire, by name of the gate.
    pub acquisition: Vec<(String, Acquisition)>,
    /// The plain matcher.
    pub plain: Vec<Plain>,
    /// The sketch.
    pub sketch: Vec<Outcome>,
}

/// Measures photographs, and replayed sessions if there are some.
///
/// # Errors
/// Those of [`twofold::experiments`]; [`EvalError::Sketch`].
pub fn report(
    settings: Settings,
    population: &Population,
    sessions: Option<&Population>,
    acquisition: Vec<(String, Acquisition)>,
    mut step: impl FnMut(),
) -> Result<Report, EvalError> {
    let mut plain = Vec::new();
    let mut sketch = Vec::new();
    let of_photographs = (population, &DESIGNS[..], Material::Photographs);
    let of_sessions = sessions.map(|p| (p, &SESSION_DESIGNS[..], Material::Sessions));
    for (population, designs, material) in std::iter::once(of_photographs).chain(of_sessions) {
        for &design in designs {
            let (p, s) = measure(&settings, population, design, material)?;
            plain.push(p);
            sketch.extend(s);
            step();
        }
    }
    Ok(Report {
        settings,
        population: (population.persons().len(), population.photographs()),
        acquisition,
        plain,
        sketch,
    })
}

fn measure(
    settings: &Settings,
    population: &Population,
    design: Design,
    material: Material,
) -> Result<(Plain, Option<Outcome>), EvalError> {
    let experiments = twofold::experiments(
        settings.fit,
        &[design],
        population,
        settings.splits,
        settings.seed,
    )?;
    let persons = population.persons().len();
    let resampler = Resampler::new(persons, settings.replicates, settings.seed);
    let scores: Vec<Scores> = experiments.iter().map(Scores::of).collect();
    let genuine = experiments.first().map_or(0, Experiment::genuine_persons);
    let bench = Bench::of(persons, experiments, settings.effort, settings.seed);
    let bench = bench.with_material(material);
    let outcome = match genuine {
        0 => None,
        _ => bench.measure(design, settings.point, &settings.plan, Strangers::Always)?,
    };
    let fmr = outcome
        .as_ref()
        .and_then(|o| o.false_matches)
        .map(|f| f.fmr.rate)
        .filter(|rate| *rate > 0.0);
    let plain = scores.first().map(|scores| Plain {
        design,
        material,
        persons: genuine,
        impostors: scores.impostor.comparisons(),
        cosine: scores.summary(),
        points: scores.at(&FMRS, &resampler),
        det: scores.det(),
        at_sketch: fmr.map(|fmr| scores.impostor.at(fmr, &scores.genuine, &resampler)),
    });
    plain.map(|p| (p, outcome)).ok_or(EvalError::TooFewPersons {
        what: "a design",
        need: 2,
        have: persons,
    })
}

impl Report {
    /// The report as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let s = &self.settings;
        let p = s.point;
        let mut text = format!(
            "# Accuracy of pack {}\n\nCalibration of the two folds: {}. Sketch: N = {}, K = {}, \
             r = {}, list {}, design angle {:.0}°; probes of a scan: {}. {} persons, {} photographs; \
             {} splits of each design, seed {}. Intervals are 95 %, over persons.\n\n",
            s.pack,
            s.fit.label(),
            p.n,
            p.k,
            p.r,
            p.list,
            f64::from(p.angle_centideg) / 100.0,
            s.plan.label(),
            self.population.0,
            self.population.1,
            s.splits,
            s.seed.0
        );
        text += "## Failure to acquire\n\n";
        text += &self.acquisition_table();
        text += "## Plain matcher: FNMR at a given FMR\n\n";
        text += &self.plain_table();
        text += "## Sketch, end to end, per scan\n\n";
        text += &self.sketch_table();
        text
    }

    fn acquisition_table(&self) -> String {
        let mut table = Table::new(&[
            "gate",
            "photographs",
            "refused",
            "reasons",
            "persons",
            "persons lost",
        ]);
        for (name, a) in &self.acquisition {
            let reasons: Vec<String> = a
                .refused
                .iter()
                .map(|(why, n)| format!("{why} {n}"))
                .collect();
            table.row(&[
                name.clone(),
                a.photographs.to_string(),
                show(a.failure_to_acquire()),
                reasons.join(", "),
                a.persons.to_string(),
                a.persons_lost.to_string(),
            ]);
        }
        table.finish()
    }

    fn plain_table(&self) -> String {
        let mut headings = vec!["design", "persons", "impostor comparisons", "cosine (5 %)"];
        let fmrs: Vec<String> = FMRS.iter().map(|f| format!("FMR {f:e}")).collect();
        headings.extend(fmrs.iter().map(String::as_str));
        let mut table = Table::new(&headings);
        for p in &self.plain {
            let mut cells = vec![
                label(p.design, p.material),
                p.persons.to_string(),
                p.impostors.to_string(),
                format!("{:.3} ({:.3})", p.cosine.0, p.cosine.1),
            ];
            cells.extend(p.points.iter().map(markdown::operating_point));
            table.row(&cells);
        }
        table.finish()
    }

    fn sketch_table(&self) -> String {
        let mut table = Table::new(&[
            "design",
            "FNMR",
            "after three scans",
            "FMR",
            "plain matcher's FNMR at that FMR",
            "wrong u per own scan",
            "wrong u per stranger's scan",
        ]);
        for o in &self.sketch {
            let plain = self
                .plain
                .iter()
                .find(|p| p.design == o.design && p.material == o.material)
                .and_then(|p| p.at_sketch.as_ref());
            table.row(&[
                label(o.design, o.material),
                markdown::rate(&o.misses.fnmr),
                show(o.misses.fnmr_three_scans),
                o.false_matches
                    .as_ref()
                    .map_or_else(|| "–".into(), markdown::false_matches),
                plain.map_or_else(|| "–".into(), markdown::operating_point),
                format!("{:.3}", o.misses.wrong),
                o.false_matches
                    .map_or_else(|| "–".into(), |f| format!("{:.2}", f.wrong)),
            ]);
        }
        table.finish()
    }
}

/// The name of a design in tables and plots.
pub(crate) fn label(design: Design, material: Material) -> String {
    match material {
        Material::Photographs => design.to_string(),
        Material::Sessions => format!("{design} sessions"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;

    #[test]
    fn the_report_covers_every_design_and_repeats() {
        let population = synthetic(&[8; 16], 24, 24, 0.15, 1);
        let settings = Settings {
            pack: "test".into(),
            fit: Fit::Centre,
            point: Point {
                n: 128,
                k: 24,
                r: 8,
                list: 8,
                angle_centideg: 4000,
            },
            plan: Plan::whole(),
            splits: 1,
            replicates: 20,
            effort: Effort {
                genuine_repeats: 1,
                close_share: 0.1,
                close_repeats: 1,
                far_sample: 10,
            },
            seed: Seed(1),
        };
        let run = || {
            let acquisition = vec![("archive".to_owned(), Acquisition::default())];
            report(
                settings.clone(),
                &population,
                Some(&population),
                acquisition,
                || (),
            )
            .unwrap()
        };
        let r = run();
        assert_eq!((r.plain.len(), r.sketch.len()), (6, 6));
        assert!(r.sketch[2].misses.fnmr.rate < 0.2);
        assert!(r.plain[2].points[3].fnmr.is_none());
        let text = r.markdown();
        assert!(text.contains("not resolvable") && text.contains("2v1 sessions"));
        assert_eq!(text, run().markdown());
        let svg = crate::plot::det(&r).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("2v1 sessions"));
        assert!(crate::plot::det_png(&r).unwrap().starts_with(b"\x89PNG"));
        let det = &r.plain[0].det;
        assert!(det.windows(2).all(|w| w[0].0 >= w[1].0 && w[0].1 <= w[1].1));
    }
}

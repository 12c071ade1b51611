//! Sketch parameters: sweeps, and the choice from them.
//!
//! With every candidate submitted, what decides whether a scan opens is the
//! number of unfrozen positions K + r, not how it is divided: the checksum
//! decides only how many wrong candidates the keeper is shown. So the sweeps
//! run over K + r, and r is chosen by the candidates.

use mien_face::SketchChoice;
use mien_sketch::Params;
use serde::{Deserialize, Serialize};

use crate::EvalError;
use crate::experiment::{Design, Experiment};
use crate::population::Population;
use crate::projection::Fit;
use crate::rates::{Effort, FalseMatches, Impostors, Misses, false_matches, misses};
use crate::scan::Plan;
use crate::seed::Seed;
use crate::stats::Resampler;
use crate::twofold;

/// The largest FNMR at three against three for a choice.
pub const MAX_FNMR: f64 = 0.01;
/// The largest FMR for a choice.
pub const MAX_FMR: f64 = 1e-4;

/// Sketch parameters as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Code length *N*.
    pub n: u16,
    /// Secret bits *K*.
    pub k: u8,
    /// Checksum bits *r*.
    pub r: u8,
    /// Paths of the decoder.
    pub list: u8,
    /// Design angle in hundredths of a degree.
    pub angle_centideg: u16,
}

impl Point {
    /// The parameters that a pack's manifest recommends.
    ///
    /// # Errors
    /// [`EvalError::Sketch`] for numbers out of range.
    pub fn of_pack(choice: &SketchChoice) -> Result<Self, EvalError> {
        let small = |x: u32| u8::try_from(x).unwrap_or(u8::MAX);
        let point = Self {
            n: u16::try_from(choice.n).unwrap_or(u16::MAX),
            k: small(choice.k),
            r: small(choice.r),
            list: small(choice.list),
            angle_centideg: u16::try_from(crate::num::floor_index(choice.angle * 100.0 + 0.5))
                .unwrap_or(u16::MAX),
        };
        point.params()?;
        Ok(point)
    }

    /// The checked parameters.
    ///
    /// # Errors
    /// [`EvalError::Sketch`] for numbers out of range.
    pub fn params(self) -> Result<Params, EvalError> {
        Ok(Params::new(
            self.n,
            self.k,
            self.r,
            self.list,
            self.angle_centideg,
        )?)
    }

    /// Unfrozen positions K + r.
    #[must_use]
    pub fn unfrozen(self) -> u16 {
        u16::from(self.k) + u16::from(self.r)
    }
}

/// What a template or a probe is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Material {
    /// One frame of each photograph: different days.
    Photographs,
    /// Several replayed frames of each photograph: a pessimistic model of one
    /// session, in which nobody moves the head.
    Sessions,
}

/// What one set of parameters gives under one design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The parameters.
    pub point: Point,
    /// The probes of a scan.
    pub plan: Plan,
    /// The design.
    pub design: Design,
    /// What frames are made of.
    pub material: Material,
    /// False non-matches.
    pub misses: Misses,
    /// False matches, where they were measured.
    pub false_matches: Option<FalseMatches>,
}

/// Experiments and everything that measuring them needs.
pub struct Bench {
    experiments: Vec<(Experiment, Impostors)>,
    resampler: Resampler,
    effort: Effort,
    seed: Seed,
    material: Material,
}

impl Bench {
    /// Prepares two-fold experiments of these designs.
    ///
    /// # Errors
    /// Those of [`twofold::experiments`].
    pub fn new(
        population: &Population,
        fit: Fit,
        designs: &[Design],
        splits: usize,
        effort: Effort,
        seed: Seed,
    ) -> Result<Self, EvalError> {
        let experiments = twofold::experiments(fit, designs, population, splits, seed)?;
        Ok(Self::of(
            population.persons().len(),
            experiments,
            effort,
            seed,
        ))
    }

    /// Prepares given experiments over `persons` persons.
    #[must_use]
    pub fn of(persons: usize, experiments: Vec<Experiment>, effort: Effort, seed: Seed) -> Self {
        Self {
            experiments: experiments
                .into_iter()
                .map(|e| {
                    let impostors = Impostors::new(&e, effort, seed);
                    (e, impostors)
                })
                .collect(),
            resampler: Resampler::new(persons, 400, seed),
            effort,
            seed,
            material: Material::Photographs,
        }
    }

    /// Measures one set of parameters under every design.
    ///
    /// # Errors
    /// [`EvalError::Sketch`] for parameters that do not fit.
    pub fn all(
        &self,
        point: Point,
        plan: &Plan,
        strangers: Strangers,
    ) -> Result<Vec<Outcome>, EvalError> {
        let designs: Vec<Design> = self.designs().collect();
        designs
            .into_iter()
            .filter_map(|d| self.measure(d, point, plan, strangers).transpose())
            .collect()
    }

    /// The same bench, its outcomes marked as those of other material.
    #[must_use]
    pub fn with_material(self, material: Material) -> Self {
        Self { material, ..self }
    }

    /// The designs.
    pub fn designs(&self) -> impl Iterator<Item = Design> + '_ {
        self.experiments.iter().map(|(e, _)| e.design)
    }

    /// Measures the FNMR, and the FMR too if `strangers` says so.
    ///
    /// # Errors
    /// [`EvalError::Sketch`] for parameters that do not fit.
    pub fn measure(
        &self,
        design: Design,
        point: Point,
        plan: &Plan,
        strangers: Strangers,
    ) -> Result<Option<Outcome>, EvalError> {
        let Some((experiment, impostors)) =
            self.experiments.iter().find(|(e, _)| e.design == design)
        else {
            return Ok(None);
        };
        let params = point.params()?;
        let misses = misses(
            experiment,
            &params,
            plan,
            self.effort,
            &self.resampler,
            self.seed,
        )?;
        let wanted = match strangers {
            Strangers::Always => true,
            Strangers::Never => false,
            Strangers::IfFnmrBelow(limit) => misses.fnmr.rate <= limit,
        };
        let false_matches = wanted
            .then(|| {
                false_matches(
                    experiment,
                    impostors,
                    &params,
                    plan,
                    self.effort,
                    &self.resampler,
                    self.seed,
                )
            })
            .transpose()?;
        Ok(Some(Outcome {
            point,
            plan: plan.clone(),
            design,
            material: self.material,
            misses,
            false_matches,
        }))
    }
}

/// The largest K of a code length whose FNMR at three against three and FMR
/// keep the limits, as point estimates.
#[must_use]
pub fn ceiling(outcomes: &[Outcome], n: u16) -> Option<Point> {
    outcomes
        .iter()
        .filter(|o| o.point.n == n && o.design == Design::THREE_THREE)
        .filter(|o| o.misses.fnmr.rate <= MAX_FNMR)
        .filter(|o| o.false_matches.is_some_and(|f| f.fmr.rate <= MAX_FMR))
        .map(|o| o.point)
        .max_by_key(|p| p.k)
}

/// Whether impostor scans are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strangers {
    /// Always.
    Always,
    /// Never.
    Never,
    /// If the FNMR is at most this.
    IfFnmrBelow(f64),
}

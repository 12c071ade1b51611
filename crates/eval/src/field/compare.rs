//! The comparison: every scheme on the same comparisons, once at about the same
//! FMR and once with the same number of key bits.

use serde::{Deserialize, Serialize};

use super::describe::{Description, describe, tolerance};
use super::ironmask::IronMask;
use super::linear::{Linear, needed_scale};
use super::plain::Plain;
use super::scheme::Scheme;
use super::signbit::SignBit;
use crate::EvalError;
use crate::choose::Point;
use crate::experiment::{Design, Experiment};
use crate::matcher::Scores;
use crate::population::Population;
use crate::projection::Fit;
use crate::rates::{Effort, FalseMatches, Impostors, Misses, false_matches_of, misses_of};
use crate::seed::Seed;
use crate::stats::{FalseMatchCurve, Pair, Resampler};
use crate::twofold;

/// The designs that are compared.
pub const DESIGNS: [Design; 3] = [Design::ONE_ONE, Design::THREE_ONE, Design::THREE_THREE];
/// Dimension of the embeddings that the published schemes were made for.
const WIDE: usize = 512;
/// α of IronMask as its authors chose it for 512 dimensions.
const IRONMASK_WEIGHT: usize = 16;
/// Templates on which leaks are measured.
const LEAKS: usize = 60;

/// What is compared, and how thoroughly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// The pack's name.
    pub pack: String,
    /// How the two-fold calibrations are fitted.
    pub fit: Fit,
    /// The shipped sketch.
    pub point: Point,
    /// The FMR aimed at.
    pub fmr: f64,
    /// The key bits aimed at.
    pub bits: u8,
    /// Splits of each design.
    pub splits: usize,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// Work for the rates.
    pub effort: Effort,
    /// Random probes for a tolerance.
    pub draws: usize,
    /// The seed.
    pub seed: Seed,
}

/// Why a setting was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// The most tolerant setting whose FMR is at most the one aimed at.
    Fmr,
    /// The most tolerant setting with the key bits aimed at.
    Bits,
}

/// The rates of a scheme under a design.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Accuracy {
    /// The design.
    pub design: Design,
    /// Why this setting.
    pub aim: Aim,
    /// The scheme's name.
    pub name: String,
    /// Its parameters.
    pub setting: String,
    /// log2 of what a thief of the helper data must try without a face.
    pub key_bits: f64,
    /// False non-matches.
    pub misses: Misses,
    /// False matches.
    pub false_matches: FalseMatches,
}

/// Key bits and tolerance of a scheme along its parameter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Curve {
    /// The scheme's name.
    pub name: String,
    /// Numbers in a template.
    pub dimension: usize,
    /// (tolerance in degrees, key bits).
    pub points: Vec<(f64, f64)>,
}

/// Everything that was compared.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// What was asked for.
    pub settings: Settings,
    /// Numbers in a template of the pack.
    pub dimension: usize,
    /// Mean angle of a person with themselves, in degrees, under each design.
    pub angles: Vec<(Design, f64)>,
    /// The schemes with the settings of one against one.
    pub schemes: Vec<Description>,
    /// The schemes over random templates of 512 numbers.
    pub wide: Vec<Description>,
    /// Rates on the photographs.
    pub accuracy: Vec<Accuracy>,
    /// Key bits against tolerance.
    pub curves: Vec<Curve>,
}

/// Compares; `step` is called after each part, for progress.
///
/// # Errors
/// Those of [`twofold::experiments`] and of the schemes.
pub fn compare(
    settings: Settings,
    population: &Population,
    mut step: impl FnMut(),
) -> Result<Comparison, EvalError> {
    let (splits, seed) = (settings.splits, settings.seed);
    let experiments = twofold::experiments(settings.fit, &DESIGNS, population, splits, seed)?;
    let dimension = width(&experiments);
    let public = Linear::new(dimension, 1.0);
    let resampler = Resampler::new(population.persons().len(), settings.replicates, seed);
    let mut accuracy = Vec::new();
    let mut schemes: Vec<Box<dyn Scheme>> = Vec::new();
    for experiment in &experiments {
        let bench = Bench {
            settings: &settings,
            experiment,
            impostors: Impostors::new(experiment, settings.effort, seed),
            resampler: &resampler,
        };
        for (aim, scheme) in bench.chosen(&public)? {
            accuracy.push(bench.measure(aim, scheme.as_ref())?);
            if experiment.design == Design::ONE_ONE {
                schemes.push(scheme);
            }
            step();
        }
    }
    let templates = sample(&experiments);
    let mut described = |scheme: &dyn Scheme, templates: &[Vec<f32>]| {
        let description = describe(scheme, templates, settings.draws, seed);
        step();
        description
    };
    let own = schemes
        .iter()
        .map(|s| described(s.as_ref(), &templates))
        .collect::<Result<_, _>>()?;
    let random = random_templates(WIDE, seed)?;
    let wide = wide(settings.bits, settings.point)?
        .iter()
        .map(|s| described(s.as_ref(), &random))
        .collect::<Result<_, _>>()?;
    let mut curves = Vec::new();
    for dimension in [dimension, WIDE] {
        curves.extend(lines(dimension, &settings)?);
        step();
    }
    Ok(Comparison {
        dimension,
        angles: experiments.iter().map(|e| (e.design, angle(e))).collect(),
        schemes: own,
        wide,
        accuracy,
        curves,
        settings,
    })
}

/// Steps of [`compare`].
pub const STEPS: usize = 7 * DESIGNS.len() + 7 + 4 + 2;

/// Schemes, and why they have their settings.
type Chosen = Vec<(Aim, Box<dyn Scheme>)>;

/// One design, made ready.
struct Bench<'a> {
    settings: &'a Settings,
    experiment: &'a Experiment,
    impostors: Impostors,
    resampler: &'a Resampler,
}

impl Bench<'_> {
    /// Every scheme with the settings that the two aims give.
    fn chosen(&self, public: &Linear) -> Result<Chosen, EvalError> {
        let d = width(std::slice::from_ref(self.experiment));
        let fmr = self.settings.fmr;
        let bits = f64::from(self.settings.bits);
        let plain = Plain {
            dimension: d,
            threshold: Scores::of(self.experiment).impostor.threshold(fmr).0,
        };
        let narrow = Linear::with_bits(d, bits);
        let point = self.settings.point;
        let sign = |k: u8| SignBit::new(Point { k, ..point });
        let weight = self.first(1, d.div_ceil(3), |w| Ok(Box::new(IronMask::new(d, w))))?;
        let k = self.first(2, 11, |eighths| Ok(Box::new(sign(bits_of(eighths))?)))?;
        Ok(vec![
            (Aim::Fmr, Box::new(plain)),
            (Aim::Fmr, Box::new(public.with_scale(self.scale(public)))),
            (Aim::Fmr, Box::new(IronMask::new(d, weight))),
            (Aim::Fmr, Box::new(sign(bits_of(k))?)),
            (Aim::Bits, Box::new(narrow)),
            (Aim::Bits, Box::new(IronMask::with_bits(d, bits))),
            (Aim::Bits, Box::new(sign(self.settings.bits)?)),
        ])
    }

    /// The first setting from `low` to `high`, strictest last, whose FMR is
    /// at most the one aimed at.
    fn first(
        &self,
        mut low: usize,
        mut high: usize,
        make: impl Fn(usize) -> Result<Box<dyn Scheme>, EvalError>,
    ) -> Result<usize, EvalError> {
        while low < high {
            let middle = low.midpoint(high);
            let scheme = make(middle)?;
            if self.strangers(scheme.as_ref())?.fmr.rate <= self.settings.fmr {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// The scale of the linear sketch at the FMR aimed at.
    fn scale(&self, public: &Linear) -> f64 {
        let mut pairs = Vec::new();
        for block in &self.experiment.blocks {
            let enrolled: Vec<Vec<f64>> = block
                .enrolled
                .iter()
                .map(|e| public.placed(&e.template))
                .collect();
            let scanned: Vec<Vec<f64>> = block
                .scanned
                .iter()
                .map(|s| public.placed(&s.probe))
                .collect();
            pairs.extend(block.impostors().map(|(e, s)| Pair {
                score: crate::num::single(-needed_scale(&enrolled[e], &scanned[s])),
                enrolled: 0,
                probe: 0,
            }));
        }
        -FalseMatchCurve::new(pairs).threshold(self.settings.fmr).0
    }

    fn strangers(&self, scheme: &dyn Scheme) -> Result<FalseMatches, EvalError> {
        false_matches_of(
            self.experiment,
            &self.impostors,
            self.settings.effort,
            self.resampler,
            self.settings.seed,
            |e, s, rng| scheme.opens(&e.template, &s.probe, rng),
        )
    }

    fn measure(&self, aim: Aim, scheme: &dyn Scheme) -> Result<Accuracy, EvalError> {
        let misses = misses_of(
            self.experiment,
            self.settings.effort,
            self.resampler,
            self.settings.seed,
            |e, s, rng| scheme.opens(&e.template, &s.probe, rng),
        )?;
        Ok(Accuracy {
            design: self.experiment.design,
            aim,
            name: scheme.name(),
            setting: scheme.setting(),
            key_bits: scheme.key_bits(),
            misses,
            false_matches: self.strangers(scheme)?,
        })
    }
}

/// Secret bits in steps of eight.
fn bits_of(eighths: usize) -> u8 {
    u8::try_from(8 * eighths).unwrap_or(u8::MAX)
}

/// Numbers in a template of these experiments.
fn width(experiments: &[Experiment]) -> usize {
    let mut blocks = experiments.iter().flat_map(|e| &e.blocks);
    blocks
        .find_map(|b| b.enrolled.first())
        .map_or(2, |e| e.template.len())
}

/// Templates of the last design, the one with most photographs each.
fn sample(experiments: &[Experiment]) -> Vec<Vec<f32>> {
    let blocks = experiments.iter().rev().flat_map(|e| &e.blocks);
    blocks
        .flat_map(|b| &b.enrolled)
        .map(|e| e.template.clone())
        .take(LEAKS)
        .collect()
}

fn random_templates(dimension: usize, seed: Seed) -> Result<Vec<Vec<f32>>, EvalError> {
    let mut rng = seed.stream("random templates", &[dimension]);
    // Matrices of 512 × 512 take a while.
    (0..8)
        .map(|_| Ok(mien_sketch::simulate::unit_vector(dimension, &mut rng)?.to_vec()))
        .collect()
}

/// Mean angle of own comparisons, in degrees.
fn angle(experiment: &Experiment) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for block in &experiment.blocks {
        for &(e, s) in &block.genuine {
            let cosine = crate::num::dot(&block.enrolled[e].template, &block.scanned[s].probe);
            sum += f64::from(cosine).clamp(-1.0, 1.0).acos().to_degrees();
            n += 1.0;
        }
    }
    sum / f64::max(n, 1.0)
}

fn wide(bits: u8, point: Point) -> Result<Vec<Box<dyn Scheme>>, EvalError> {
    Ok(vec![
        Box::new(Linear::with_bits(WIDE, bits.into())),
        Box::new(IronMask::with_bits(WIDE, bits.into())),
        Box::new(IronMask::new(WIDE, IRONMASK_WEIGHT)),
        Box::new(SignBit::new(Point {
            n: 512,
            k: bits,
            ..point
        })?),
    ])
}

/// Key bits against tolerance, from about 20 to 120 bits.
fn lines(dimension: usize, settings: &Settings) -> Result<Vec<Curve>, EvalError> {
    let n = if dimension > 256 {
        512
    } else {
        settings.point.n
    };
    let mut families: Vec<Vec<Box<dyn Scheme>>> = vec![Vec::new(), Vec::new(), Vec::new()];
    for bits in [24u8, 40, 56, 64, 80, 96, 112] {
        families[0].push(Box::new(Linear::with_bits(dimension, bits.into())));
        families[1].push(Box::new(IronMask::with_bits(dimension, bits.into())));
        families[2].push(Box::new(SignBit::new(Point {
            n,
            k: bits,
            ..settings.point
        })?));
    }
    families
        .into_iter()
        .map(|family| {
            let mut points = Vec::new();
            for scheme in &family {
                let at = tolerance(scheme.as_ref(), dimension, settings.draws, settings.seed)?;
                points.push((at, scheme.key_bits()));
            }
            points.dedup_by(|a, b| (a.1 - b.1).abs() < 1e-9);
            Ok(Curve {
                name: family.first().map_or_else(String::new, |s| s.name()),
                dimension,
                points,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;

    #[test]
    fn every_scheme_is_measured_at_both_aims_and_the_figures_repeat() {
        let population = synthetic(&[8; 24], 24, 24, 0.15, 1);
        let settings = Settings {
            pack: "test".into(),
            fit: Fit::Centre,
            point: Point {
                n: 128,
                k: 32,
                r: 8,
                list: 8,
                angle_centideg: 4000,
            },
            fmr: 0.01,
            bits: 32,
            splits: 1,
            replicates: 20,
            effort: Effort {
                genuine_repeats: 1,
                close_share: 0.2,
                close_repeats: 1,
                far_sample: 50,
            },
            draws: 40,
            seed: Seed(1),
        };
        let mut steps = 0;
        // The wide codes are left out by measuring one part only.
        let experiments = twofold::experiments(
            settings.fit,
            &[Design::THREE_THREE],
            &population,
            1,
            settings.seed,
        )
        .unwrap();
        let resampler = Resampler::new(24, 20, Seed(1));
        let bench = Bench {
            settings: &settings,
            experiment: &experiments[0],
            impostors: Impostors::new(&experiments[0], settings.effort, Seed(1)),
            resampler: &resampler,
        };
        let public = Linear::new(24, 1.0);
        for (aim, scheme) in bench.chosen(&public).unwrap() {
            let row = bench.measure(aim, scheme.as_ref()).unwrap();
            match aim {
                Aim::Fmr => {
                    assert!(row.false_matches.fmr.rate <= 0.0101, "{row:?}");
                    assert!(row.misses.fnmr.rate < 0.5, "{row:?}");
                }
                Aim::Bits => assert!(row.key_bits > 31.9, "{row:?}"),
            }
            let again = bench.measure(aim, scheme.as_ref()).unwrap();
            assert_eq!(row.misses, again.misses);
            steps += 1;
        }
        assert_eq!(steps, 7);
    }
}

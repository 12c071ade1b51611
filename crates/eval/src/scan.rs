//! A scan as the product makes it: one or several probes of the same frames
//! are tried on a sketch, and every candidate that comes out is submitted.

use mien_sketch::{Candidate, Params, Secret, Sketch, SketchError};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::experiment::mean_direction;

/// Candidates that the product submits in one scan at most; each counts as an
/// attempt.
pub const MAX_SUBMITTED: usize = 3;

/// One step of a plan: which probes are made of the frames of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The mean of all frames.
    Whole,
    /// The means of all frames but one.
    LeaveOneOut,
    /// Each frame alone.
    Singles,
}

/// The probes that a scan tries, in this order, until the key checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Plan(pub Vec<Step>);

impl Plan {
    /// Only the mean of all frames.
    #[must_use]
    pub fn whole() -> Self {
        Self(vec![Step::Whole])
    }

    /// A short name for tables.
    #[must_use]
    pub fn label(&self) -> String {
        let name = |step: &Step| match step {
            Step::Whole => "whole",
            Step::LeaveOneOut => "leave one out",
            Step::Singles => "singles",
        };
        self.0.iter().map(name).collect::<Vec<_>>().join(" + ")
    }

    /// The probes of these frames, in order. Fewer than three frames give no
    /// further ones than the whole and the singles.
    #[must_use]
    pub fn probes(&self, frames: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let mut probes = Vec::new();
        for step in &self.0 {
            match step {
                Step::Whole => probes.push(mean_direction(frames)),
                Step::LeaveOneOut if frames.len() > 2 => {
                    for left_out in 0..frames.len() {
                        let mut rest = frames.to_vec();
                        rest.remove(left_out);
                        probes.push(mean_direction(&rest));
                    }
                }
                Step::Singles if frames.len() > 1 => probes.extend_from_slice(frames),
                Step::LeaveOneOut | Step::Singles => {}
            }
        }
        probes
    }
}

/// What a scan came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The right secret was among the candidates.
    pub opened: bool,
    /// Wrong candidates submitted before it, or in all.
    pub wrong: usize,
    /// Probes decoded.
    pub probes: usize,
}

/// Tries the probes in order. Candidates that were submitted already are not
/// submitted again, and after [`MAX_SUBMITTED`] the scan has failed.
///
/// # Errors
/// Those of [`Sketch::open`].
pub fn scan(sketch: &Sketch, secret: &Secret, probes: &[Vec<f32>]) -> Result<Outcome, SketchError> {
    let mut submitted: Vec<Candidate> = Vec::new();
    for (tried, probe) in probes.iter().enumerate() {
        for candidate in sketch.open(probe)? {
            if candidate.secret == *secret {
                return Ok(Outcome {
                    opened: true,
                    wrong: submitted.len(),
                    probes: tried + 1,
                });
            }
            if submitted.iter().all(|c| c.secret != candidate.secret) {
                submitted.push(candidate);
            }
            if submitted.len() == MAX_SUBMITTED {
                return Ok(Outcome {
                    opened: false,
                    wrong: submitted.len(),
                    probes: tried + 1,
                });
            }
        }
    }
    Ok(Outcome {
        opened: false,
        wrong: submitted.len(),
        probes: probes.len(),
    })
}

/// Enrols a template afresh, with its own rotation and secret, and scans.
///
/// # Errors
/// Those of [`Sketch::enrol`] and [`Sketch::open`].
pub fn enrol_and_scan(
    params: &Params,
    template: &[f32],
    probes: &[Vec<f32>],
    rng: &mut impl CryptoRng,
) -> Result<Outcome, SketchError> {
    let (sketch, secret) = Sketch::enrol(params, template, rng)?;
    scan(&sketch, &secret, probes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::num;
    use crate::seed::Seed;
    use mien_sketch::simulate;

    fn frames(degrees: f64, seed: u64) -> (Vec<f32>, Vec<Vec<f32>>) {
        let mut rng = Seed(seed).stream("frames", &[]);
        let template = simulate::unit_vector(48, &mut rng).unwrap().to_vec();
        let frames = (0..3)
            .map(|_| {
                simulate::at_angle(&template, degrees, &mut rng)
                    .unwrap()
                    .to_vec()
            })
            .collect();
        (template, frames)
    }

    #[test]
    fn plans_make_the_probes_they_name() {
        let (_, frames) = frames(30.0, 1);
        let plan = Plan(vec![Step::Whole, Step::LeaveOneOut, Step::Singles]);
        let probes = plan.probes(&frames);
        assert_eq!(probes.len(), 7);
        assert_eq!(probes[4..], frames[..]);
        assert_eq!(probes[1], mean_direction(&frames[1..]));
        assert_eq!(plan.probes(&frames[..1]).len(), 1);
        assert_eq!(plan.probes(&frames[..2]).len(), 3);
        assert_eq!(plan.label(), "whole + leave one out + singles");
    }

    #[test]
    fn averaging_opens_where_a_single_frame_does_not() {
        let params = Params::new(128, 32, 8, 16, 4000).unwrap();
        let (template, frames) = frames(52.0, 2);
        assert!(num::cosine(&template, &mean_direction(&frames)) > 0.7);
        let mut rng = Seed(2).stream("scan", &[]);
        let mut opened = [0; 2];
        for _ in 0..40 {
            let whole = Plan::whole().probes(&frames);
            let single = vec![frames[0].clone()];
            for (n, probes) in opened.iter_mut().zip([whole, single]) {
                *n += usize::from(
                    enrol_and_scan(&params, &template, &probes, &mut rng)
                        .unwrap()
                        .opened,
                );
            }
        }
        assert!(opened[0] > opened[1] + 10, "{opened:?}");
    }

    #[test]
    fn a_stranger_does_not_open_and_every_candidate_counts() {
        // A checksum of 8 bits lets through one of 256 wrong words: a quarter
        // of the lists of 64 hold one.
        let params = Params::new(128, 32, 8, 64, 4000).unwrap();
        let (template, _) = frames(30.0, 3);
        let mut rng = Seed(3).stream("scan", &[]);
        let mut wrong = 0;
        for seed in 10..110 {
            let (stranger, _) = frames(30.0, seed);
            let probes = vec![stranger.clone(), stranger];
            let outcome = enrol_and_scan(&params, &template, &probes, &mut rng).unwrap();
            assert!(!outcome.opened);
            wrong += outcome.wrong;
        }
        // The second, equal probe adds none.
        assert!((12..40).contains(&wrong), "{wrong}");
    }

    #[test]
    fn a_scan_submits_no_more_than_the_product_does() {
        // Four candidates of a list of 64 pass a checksum of 4 bits.
        let params = Params::new(128, 32, 4, 64, 4000).unwrap();
        let (template, _) = frames(30.0, 5);
        let mut rng = Seed(5).stream("scan", &[]);
        let (stranger, _) = frames(30.0, 6);
        let most = (0..20)
            .map(|_| {
                let probes = vec![stranger.clone()];
                enrol_and_scan(&params, &template, &probes, &mut rng)
                    .unwrap()
                    .wrong
            })
            .max();
        assert_eq!(most, Some(MAX_SUBMITTED));
    }

    #[test]
    fn stops_at_the_first_probe_that_opens() {
        let params = Params::new(128, 32, 8, 16, 4000).unwrap();
        let (template, frames) = frames(30.0, 4);
        let mut rng = Seed(4).stream("scan", &[]);
        let probes = vec![
            frames[0].iter().map(|x| -x).collect(),
            template.clone(),
            template.clone(),
        ];
        let outcome = enrol_and_scan(&params, &template, &probes, &mut rng).unwrap();
        assert!(outcome.opened);
        assert_eq!(outcome.probes, 2);
    }
}

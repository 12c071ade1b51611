//! The calibration file of a pack and the record of how it came about.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::EvalError;
use crate::calibrate::{Candidate, Decision, Settings};
use crate::embed::Gate;
use crate::occlusion;
use crate::population::Population;
use crate::projection::{Fit, Projection};
use crate::twofold;

/// What a calibration file was fitted on, beside it as JSON. Holds no date:
/// the same photographs give the same record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FitRecord {
    /// Name of the calibration file.
    pub file: String,
    /// SHA-256 of the calibration file.
    pub sha256: String,
    /// Hash of the pack's model hashes and pipeline.
    pub networks: String,
    /// Which photographs were used.
    pub gate: Gate,
    /// How it was fitted.
    pub fit: Fit,
    /// Numbers of a raw embedding and of a calibrated one.
    pub dimensions: [usize; 2],
    /// Persons in the fit.
    pub persons: usize,
    /// Persons with two or more photographs in the fit.
    pub persons_with_several: usize,
    /// Photographs in the fit.
    pub photographs: usize,
    /// Persons who are never in a fit.
    pub left_out: Vec<String>,
    /// The two-fold comparison that the decision rests on: in it every person
    /// was tested with a fit on the other half.
    pub settings: Settings,
    /// What was decided.
    pub decision: Decision,
    /// All candidates.
    pub candidates: Vec<Candidate>,
}

/// Fits on all persons (those of the demonstration aside) and writes
/// `folder/NAME.cal` and `folder/NAME.json`.
///
/// # Errors
/// Those of [`Projection::fit`]; [`EvalError::Write`].
pub fn write(
    folder: &Path,
    name: &str,
    networks: &str,
    population: &Population,
    settings: Settings,
    decision: Decision,
    candidates: Vec<Candidate>,
) -> Result<FitRecord, EvalError> {
    let fitted_on = twofold::for_fitting(population)?;
    let projection = Projection::fit(decision.fit, &fitted_on)?;
    let bytes = projection.to_calibration()?.to_bytes().unwrap_or_default();
    let file = format!("{name}.cal");
    let record = FitRecord {
        sha256: hex::encode(Sha256::digest(&bytes)),
        networks: networks.to_owned(),
        gate: Gate::Archive,
        fit: decision.fit,
        dimensions: [population.dimension(), projection.dimension()],
        persons: fitted_on.persons().len(),
        persons_with_several: fitted_on
            .persons()
            .iter()
            .filter(|p| p.photographs.len() > 1)
            .count(),
        photographs: fitted_on.photographs(),
        left_out: twofold::LEFT_OUT.map(str::to_owned).to_vec(),
        settings,
        decision,
        candidates,
        file,
    };
    save(&folder.join(&record.file), &bytes)?;
    save_json(&folder.join(format!("{name}.json")), &record)?;
    Ok(record)
}

/// What an occlusion file was fitted on and does, beside it as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OcclusionRecord {
    /// SHA-256 of the occlusion file.
    pub sha256: String,
    /// Hash of the pack's model hashes and pipeline.
    pub networks: String,
    /// How it was fitted.
    pub settings: occlusion::Settings,
    /// What it does on other persons.
    pub results: occlusion::Results,
}

/// Writes `FILE.occ` and `FILE.json`.
///
/// # Errors
/// [`EvalError::Write`].
pub fn write_occlusion(
    file: &Path,
    networks: &str,
    settings: occlusion::Settings,
    outcome: &occlusion::Outcome,
) -> Result<OcclusionRecord, EvalError> {
    let bytes = outcome.head.to_bytes();
    let record = OcclusionRecord {
        sha256: hex::encode(Sha256::digest(&bytes)),
        networks: networks.to_owned(),
        settings,
        results: outcome.results.clone(),
    };
    save(&file.with_extension("occ"), &bytes)?;
    save_json(&file.with_extension("json"), &record)?;
    Ok(record)
}

/// Writes a file, with its folder.
///
/// # Errors
/// [`EvalError::Write`].
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), EvalError> {
    let failed = |source| EvalError::Write {
        path: path.into(),
        source,
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)
}

/// Writes a value as JSON that a person can read.
///
/// # Errors
/// [`EvalError::Write`] or [`EvalError::Json`].
pub fn save_json(path: &Path, value: &impl Serialize) -> Result<(), EvalError> {
    let mut text = serde_json::to_string_pretty(value).map_err(|source| EvalError::Json {
        path: path.into(),
        source,
    })?;
    text.push('\n');
    save(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::population::tests::synthetic;
    use crate::seed::Seed;
    use mien_face::Calibration;

    #[test]
    fn the_file_is_what_the_record_says_and_loads() {
        let dir = tempfile::tempdir().unwrap();
        let population = synthetic(&[1, 2, 3, 2, 1, 2, 2, 3, 4, 2, 2, 2], 10, 6, 0.3, 1);
        let settings = Settings {
            splits: 1,
            replicates: 10,
            seed: Seed(1),
        };
        let decision = Decision {
            fit: Fit::Principal { dimension: 6 },
            projection_helps: false,
            best_projection: None,
        };
        let record = write(
            dir.path(),
            "p-1",
            "abc",
            &population,
            settings,
            decision,
            vec![],
        )
        .unwrap();
        let bytes = fs::read(dir.path().join("p-1.cal")).unwrap();
        assert_eq!(record.sha256, hex::encode(Sha256::digest(&bytes)));
        assert_eq!(Calibration::parse(&bytes).unwrap().outputs(), Some(6));
        assert_eq!(record.dimensions, [10, 6]);
        assert_eq!(
            (
                record.persons,
                record.persons_with_several,
                record.photographs
            ),
            (12, 10, 26)
        );
        let text = fs::read_to_string(dir.path().join("p-1.json")).unwrap();
        let back: FitRecord = serde_json::from_str(&text).unwrap();
        assert_eq!(back.fit, record.fit);
    }
}

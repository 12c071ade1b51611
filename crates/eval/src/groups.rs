//! Which photographs fail: refusals and misses by what was measured of the
//! probe.
//!
//! Every photograph of a person with others is a probe once, whether the gate
//! would take it or not, against templates of one other photograph that the
//! gate takes. The measures go together (who turns away is also less sharp),
//! so a group says where to look, not what the cause is.

use std::collections::HashMap;

use mien_sketch::Params;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::{Found, Record};
use crate::choose::Point;
use crate::embed::{Embedded, Gate};
use crate::experiment::mean_direction;
use crate::markdown::{self, Table};
use crate::projection::{Fit, Project};
use crate::scan::enrol_and_scan;
use crate::seed::{Seed, below};
use crate::stats::{Rate, Resampler, quantile, show, wilson};
use crate::taken::Taken;
use crate::{EvalError, num, twofold};

/// Groups of each measure, of equally many photographs.
const GROUPS: usize = 6;

/// A measure by which photographs are grouped.
struct Measure {
    name: &'static str,
    of: fn(&Taken) -> f64,
}

const MEASURES: [Measure; 6] = [
    Measure {
        name: "turn to a side, either way (°)",
        of: |t| t.yaw.abs(),
    },
    Measure {
        name: "nod, up to down (°)",
        of: |t| t.pitch,
    },
    Measure {
        name: "sharpness",
        of: |t| t.sharpness,
    },
    Measure {
        name: "eye distance (pixels)",
        of: |t| t.eye_distance,
    },
    Measure {
        name: "brightness of the face (0 to 255)",
        of: |t| t.brightness,
    },
    Measure {
        name: "range of brightness in the face (0 to 255)",
        of: |t| t.contrast,
    },
];

/// What is measured, and how thoroughly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// How the two-fold calibrations are fitted.
    pub fit: Fit,
    /// The sketch parameters.
    pub point: Point,
    /// The gate.
    pub gate: Gate,
    /// Templates that each probe is compared with.
    pub templates: usize,
    /// Replicates of the bootstrap.
    pub replicates: usize,
    /// The seed.
    pub seed: Seed,
}

/// The photographs between two values of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Smallest and largest value.
    pub range: (f64, f64),
    /// Photographs in which a face was found.
    pub photographs: usize,
    /// How many of them the gate refuses.
    pub refused: usize,
    /// Misses of the sketch where the gate takes the probe.
    pub fnmr: Rate,
    /// Mean cosine of these with the templates.
    pub cosine: f64,
    /// Misses of the sketch where the gate refuses the probe: what it saves.
    pub refused_fnmr: Option<Rate>,
}

/// The groups of all measures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Groups {
    /// What was asked for.
    pub settings: Settings,
    /// Measures by name, with their groups in ascending order.
    pub measures: Vec<(String, Vec<Group>)>,
}

/// What became of one probe.
struct Probe {
    person: usize,
    taken: Taken,
    refused: bool,
    missed: f64,
    tried: usize,
    cosine: f64,
}

/// Measures.
///
/// # Errors
/// Those of [`twofold::projections`]; [`EvalError::Sketch`].
pub fn measure(settings: Settings, embedded: &Embedded) -> Result<Groups, EvalError> {
    let population = embedded.population(settings.gate)?;
    let projections = twofold::projections(settings.fit, &population)?;
    let halves = population.halves();
    let index: HashMap<&str, usize> = population
        .persons()
        .iter()
        .enumerate()
        .map(|(i, p)| (p.name.as_str(), i))
        .collect();
    let params = settings.point.params()?;
    let probes: Vec<Probe> = embedded
        .records()
        .par_iter()
        .filter_map(|(name, records)| Some((*index.get(name.as_str())?, records)))
        .map(|(person, records)| {
            probes_of(
                person,
                records,
                &projections[halves[person]],
                &params,
                &settings,
            )
        })
        .collect::<Result<Vec<_>, EvalError>>()?
        .into_iter()
        .flatten()
        .collect();
    let resampler = Resampler::new(index.len(), settings.replicates, settings.seed);
    let measures = MEASURES
        .iter()
        .map(|m| {
            (
                m.name.to_owned(),
                groups(m, &probes, index.len(), &resampler),
            )
        })
        .collect();
    Ok(Groups { settings, measures })
}

fn probes_of(
    person: usize,
    records: &[Record],
    projection: &impl Project,
    params: &Params,
    settings: &Settings,
) -> Result<Vec<Probe>, EvalError> {
    let vectors: Vec<Option<(Taken, bool, Vec<f32>)>> = records
        .iter()
        .map(|r| match &r.found {
            Found::Face(taken) => {
                let frames: Vec<_> = r.frames().iter().map(|f| projection.project(f)).collect();
                let refused = settings.gate.refuses(r).is_some();
                Some((**taken, refused, mean_direction(&frames)))
            }
            Found::Session | Found::Nothing(_) => None,
        })
        .collect();
    let mut probes = Vec::new();
    for (i, probe) in vectors.iter().enumerate() {
        let Some((taken, refused, vector)) = probe else {
            continue;
        };
        let templates: Vec<&Vec<f32>> = vectors
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .filter_map(|(_, v)| v.as_ref().filter(|v| !v.1).map(|v| &v.2))
            .collect();
        let mut rng = settings.seed.stream("groups", &[person, i]);
        let tried = if templates.is_empty() {
            0
        } else {
            settings.templates
        };
        let (mut missed, mut cosine) = (0.0, 0.0);
        for _ in 0..tried {
            let template = templates[below(templates.len(), &mut rng)];
            let scan = enrol_and_scan(params, template, std::slice::from_ref(vector), &mut rng)?;
            missed += f64::from(u8::from(!scan.opened));
            cosine += f64::from(num::dot(template, vector));
        }
        probes.push(Probe {
            person,
            taken: *taken,
            refused: *refused,
            missed,
            tried,
            cosine,
        });
    }
    Ok(probes)
}

fn groups(
    measure: &Measure,
    probes: &[Probe],
    persons: usize,
    resampler: &Resampler,
) -> Vec<Group> {
    let mut sorted: Vec<(f64, &Probe)> = probes
        .iter()
        .map(|p| ((measure.of)(&p.taken), p))
        .filter(|(value, _)| value.is_finite())
        .collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let values: Vec<f64> = sorted.iter().map(|s| s.0).collect();
    let edge = |i: usize| quantile(&values, i as f64 / GROUPS as f64);
    (0..GROUPS)
        .filter_map(|g| {
            let upto = |e: f64| values.partition_point(|v| *v < e);
            let from = upto(edge(g));
            let to = if g + 1 == GROUPS {
                values.len()
            } else {
                upto(edge(g + 1))
            };
            let members = sorted.get(from..to).filter(|m| !m.is_empty())?;
            Some(group(members, persons, resampler))
        })
        .collect()
}

fn group(members: &[(f64, &Probe)], persons: usize, resampler: &Resampler) -> Group {
    let rate = |refused: bool| {
        let mut of: Vec<Option<(f64, usize)>> = vec![None; persons];
        for (_, p) in members
            .iter()
            .filter(|m| m.1.refused == refused && m.1.tried > 0)
        {
            let entry = of[p.person].get_or_insert((0.0, 0));
            entry.0 += p.missed;
            entry.1 += p.tried;
        }
        resampler.rate(&of)
    };
    let taken = || members.iter().filter(|m| !m.1.refused);
    let (cosine, tried) = taken().fold((0.0, 0), |(c, n), (_, p)| (c + p.cosine, n + p.tried));
    Group {
        range: (
            members.first().map_or(f64::NAN, |m| m.0),
            members.last().map_or(f64::NAN, |m| m.0),
        ),
        photographs: members.len(),
        refused: members.len() - taken().count(),
        fnmr: rate(false),
        cosine: cosine / tried.max(1) as f64,
        refused_fnmr: Some(rate(true)).filter(|r| r.persons > 0),
    }
}

impl Groups {
    /// The tables as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let p = self.settings.point;
        let mut text = format!(
            "# Which photographs fail\n\nN = {}, K = {}, r = {}, list {}; gate {}; one photograph \
             against one, {} templates for each probe, seed {}. Every person counts the same within \
             a group; intervals are 95 %, over persons.\n\n",
            p.n,
            p.k,
            p.r,
            p.list,
            self.settings.gate,
            self.settings.templates,
            self.settings.seed.0
        );
        for (name, groups) in &self.measures {
            let mut table = Table::new(&[
                name,
                "photographs",
                "refused by the gate",
                "FNMR where taken",
                "mean cosine",
                "FNMR where refused",
            ]);
            for g in groups {
                let (refused, n) = (g.refused as f64, g.photographs as f64);
                let bounds = wilson(refused, n);
                let digits = if g.range.1.abs() < 10.0 { 2 } else { 0 };
                table.row(&[
                    format!("{:.digits$} to {:.digits$}", g.range.0, g.range.1),
                    g.photographs.to_string(),
                    format!(
                        "{} [{}, {}]",
                        show(refused / n),
                        show(bounds.low),
                        show(bounds.high)
                    ),
                    markdown::rate(&g.fnmr),
                    format!("{:.3}", g.cosine),
                    g.refused_fnmr
                        .as_ref()
                        .map_or_else(|| "–".into(), markdown::rate),
                ]);
            }
            text += &table.finish();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Forty persons with eight photographs each: the more they turn, the
    /// noisier the embedding; from 60° the gate refuses.
    fn embedded() -> Embedded {
        let mut rng = Seed(4).stream("groups test", &[]);
        let folders = (0..40)
            .map(|person| {
                let centre: Vec<f64> = (0..24).map(|_| crate::seed::normal(&mut rng)).collect();
                let records = (0..8)
                    .map(|i| {
                        let mut taken = crate::taken::tests::good(25.0);
                        taken.yaw = f64::from(10 * i) * if person % 2 == 0 { 1.0 } else { -1.0 };
                        let noise = 0.05 + 0.15 * f64::from(i);
                        let raw = centre
                            .iter()
                            .map(|c| num::single(c + noise * crate::seed::normal(&mut rng)))
                            .collect();
                        let key = format!("{person}-{i}");
                        Record::new(key, Found::Face(Box::new(taken)), &[raw])
                    })
                    .collect();
                (format!("{person:02}"), records)
            })
            .collect();
        Embedded::of_records(folders)
    }

    #[test]
    fn failures_are_found_where_they_are() {
        let settings = Settings {
            fit: Fit::Centre,
            point: Point {
                n: 128,
                k: 32,
                r: 8,
                list: 8,
                angle_centideg: 4000,
            },
            gate: Gate::Archive,
            templates: 2,
            replicates: 50,
            seed: Seed(1),
        };
        let groups = measure(settings, &embedded()).unwrap();
        let yaw = &groups.measures[0].1;
        assert_eq!(yaw.iter().map(|g| g.photographs).sum::<usize>(), 320);
        assert!(yaw.windows(2).all(|w| w[0].range.1 <= w[1].range.0));
        let (first, last) = (&yaw[0], &yaw[yaw.len() - 1]);
        assert_eq!(first.refused, 0);
        assert_eq!(last.refused, last.photographs);
        let missed = |g: &Group| {
            if g.refused == 0 {
                g.fnmr.rate
            } else {
                g.refused_fnmr.unwrap().rate
            }
        };
        assert!(missed(last) > missed(first) + 0.2, "{yaw:?}");
        // All photographs are equally bright: one group.
        assert_eq!(groups.measures[4].1.len(), 1);
        assert!(groups.markdown().contains("turn to a side"));
    }
}

//! How often asked movements are seen in labelled photographs, and how often
//! others are taken for them. Prints the tables of `docs/liveness.md`; fails
//! when the rates leave what that page promises.
//!
//! Yale (15 persons told to look normal, happy, surprised, sleepy, or to wink)
//! and LFW lie in `../shared/faces`, or below `MIEN_SHARED`.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mien_face::{
    Action, Analyzer, Baseline, Degree, Embedder, Embedding, Face, Measures, Pack, Profile,
    Template,
};
use mien_frame::Frame;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn pack() -> Option<Pack> {
    let models = root().join("models");
    if !models.join("node_modules").is_dir() {
        println!("skipped: models not installed (run `npm ci` in models)");
        return None;
    }
    Some(Pack::load(&models).unwrap())
}

fn faces(set: &str) -> Option<PathBuf> {
    let shared =
        std::env::var_os("MIEN_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let folder = shared.join("faces").join(set);
    if !folder.is_dir() {
        println!("skipped: labelled photographs of {set} (../shared not present)");
        return None;
    }
    Some(folder)
}

/// A picture of the Yale set, which is in GIF.
fn gif(path: &Path) -> Option<Frame> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let file = std::fs::File::open(path).ok()?;
    let mut decoder = options.read_info(file).ok()?;
    let picture = decoder.read_next_frame().ok()??;
    let rgb = picture
        .buffer
        .chunks(4)
        .flat_map(|p| [p[0], p[1], p[2]])
        .collect();
    Frame::from_rgb(picture.width.into(), picture.height.into(), rgb).ok()
}

/// What is known of a picture.
struct Picture {
    measures: Measures,
    embedding: Embedding,
    /// Offset of the nose's tip from the middle of the eyes, along their line,
    /// over their distance: the turn of the head without the mesh's depths.
    nose: f64,
}

struct Reader {
    analyzer: Analyzer,
    embedder: Embedder,
}

impl Reader {
    fn new(pack: &Pack) -> Self {
        Self {
            analyzer: Analyzer::with_profile(pack, Profile::Archive),
            embedder: Embedder::new(pack),
        }
    }

    /// A picture with one face, whatever the verdict.
    fn read(&mut self, frame: &Frame) -> Option<Picture> {
        let analysis = self.analyzer.analyze(frame).unwrap();
        let face = analysis.face.filter(|_| analysis.measures.faces == 1)?;
        Some(Picture {
            measures: analysis.measures,
            embedding: self.embedder.embed(frame, &face).unwrap(),
            nose: nose(&face),
        })
    }
}

fn nose(face: &Face) -> f64 {
    let [right, left, nose, ..] = face.five_points();
    let (dx, dy) = (left[0] - right[0], left[1] - right[1]);
    let square = dx * dx + dy * dy;
    let from = [0, 1].map(|k: usize| nose[k] - f64::midpoint(right[k], left[k]));
    (from[0] * dx + from[1] * dy) / square
}

/// Hits among trials.
#[derive(Clone, Copy, Default)]
struct Rate {
    hits: usize,
    of: usize,
}

impl Rate {
    fn add(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }

    /// 95 % bounds (Wilson, J. Am. Stat. Assoc. 22, 1927).
    fn bounds(self) -> [f64; 2] {
        const Z: f64 = 1.96;
        let n = self.of as f64;
        let p = self.hits as f64 / n;
        let middle = p + Z * Z / (2.0 * n);
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        [-1.0, 1.0].map(|side| (middle + side * spread) / (1.0 + Z * Z / n))
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [low, high] = self.bounds().map(|v| 100.0 * v.clamp(0.0, 1.0));
        write!(f, "{}/{} [{low:.0}, {high:.0} %]", self.hits, self.of)
    }
}

const EXPRESSIONS: [(&str, Option<Action>); 10] = [
    ("sleepy", Some(Action::Blink)),
    ("happy", Some(Action::Smile)),
    ("surprised", Some(Action::OpenMouth)),
    ("wink", None),
    ("sad", None),
    ("glasses", None),
    ("noglasses", None),
    ("centerlight", None),
    ("leftlight", None),
    ("rightlight", None),
];

type Yale = BTreeMap<(String, String), Picture>;

fn yale(pack: &Pack, folder: &Path) -> Yale {
    let mut reader = Reader::new(pack);
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some((person, kind)) = name.split_once('.') else {
            continue;
        };
        let picture = gif(&path).and_then(|frame| reader.read(&frame));
        if let Some(picture) = picture {
            found.insert((person.to_owned(), kind.to_owned()), picture);
        }
    }
    found
}

/// The pictures of one kind, each with the person's normal one.
fn of_kind<'a>(yale: &'a Yale, kind: &str) -> Vec<(&'a Picture, &'a Picture)> {
    yale.iter()
        .filter(|((_, k), _)| k == kind)
        .filter_map(|((person, _), picture)| {
            let normal = yale.get(&(person.clone(), "normal".to_owned()))?;
            Some((normal, picture))
        })
        .collect()
}

fn shown(yale: &Yale, kind: &str, action: Action, degree: Degree) -> Rate {
    let mut rate = Rate::default();
    for (normal, picture) in of_kind(yale, kind) {
        let rest = Baseline::of(&[normal.measures]).unwrap();
        rate.add(rest.shows(&picture.measures, action, degree));
    }
    rate
}

#[test]
fn expressions_of_yale() {
    let (Some(pack), Some(folder)) = (pack(), faces("yale")) else {
        return;
    };
    let yale = yale(&pack, &folder);
    println!(
        "| pictures | {} | at rest |",
        Action::ALL.map(Action::name).join(" | ")
    );
    println!("|---|{}", "---|".repeat(Action::ALL.len() + 1));
    let mut alarms = [Rate::default(); 2];
    for (kind, meant) in EXPRESSIONS {
        let mut line = format!("| {kind} |");
        for action in Action::ALL {
            let [enough, clearly] =
                [Degree::Enough, Degree::Clearly].map(|d| shown(&yale, kind, action, d));
            line += &format!(" {enough}, {} clearly |", clearly.hits);
            if meant != Some(action) {
                for (sum, rate) in alarms.iter_mut().zip([enough, clearly]) {
                    sum.hits += rate.hits;
                    sum.of += rate.of;
                }
            }
        }
        let mut rest = Rate::default();
        for (normal, picture) in of_kind(&yale, kind) {
            rest.add(
                Baseline::of(&[normal.measures])
                    .unwrap()
                    .is_rest(&picture.measures),
            );
        }
        println!("{line} {rest} |");
    }
    let [enough, clearly] = alarms;
    println!("actions not meant: {enough}, clearly {clearly}");
    for (kind, action, least) in [
        ("sleepy", Action::Blink, 11),
        ("happy", Action::Smile, 14),
        ("surprised", Action::OpenMouth, 12),
    ] {
        let rate = shown(&yale, kind, action, Degree::Enough);
        assert!(rate.hits >= least && rate.of == 15, "{action}: {rate}");
    }
    let wink = shown(&yale, "wink", Action::Blink, Degree::Enough);
    assert_eq!(wink.hits, 0, "a wink was taken for a blink");
    assert!(enough.hits <= 6 && enough.of > 800, "{enough}");
}

#[test]
fn one_face_or_two_in_yale() {
    let (Some(pack), Some(folder)) = (pack(), faces("yale")) else {
        return;
    };
    /// The limit of the monitor.
    const SAME_FACE: f64 = 0.5;
    let yale = yale(&pack, &folder);
    let template = |p: &Picture| Template::average(std::slice::from_ref(&p.embedding)).unwrap();
    let (mut doubted, mut passed) = (Rate::default(), Rate::default());
    let (mut least, mut most) = (1.0_f64, -1.0_f64);
    for ((person, kind), normal) in &yale {
        if kind != "normal" {
            continue;
        }
        for ((other, kind), picture) in &yale {
            if kind == "normal" && person == other {
                continue;
            }
            let cosine = template(normal).cosine(&template(picture)).unwrap();
            if person == other {
                doubted.add(cosine < SAME_FACE);
                least = least.min(cosine);
            } else {
                passed.add(cosine >= SAME_FACE);
                most = most.max(cosine);
            }
        }
    }
    println!("same person doubted: {doubted}, least cosine {least:.2}");
    println!("another person passed: {passed}, greatest cosine {most:.2}");
    assert_eq!((doubted.hits, passed.hits), (0, 0));
}

#[test]
fn movements_in_a_probe() {
    let (Some(pack), Some(folder)) = (pack(), faces("yale")) else {
        return;
    };
    let yale = yale(&pack, &folder);
    let template = |person: &str, kinds: &[&str]| {
        let of = |kind: &&str| yale.get(&(person.to_owned(), (*kind).to_owned()));
        let frames: Vec<Embedding> = kinds
            .iter()
            .filter_map(of)
            .map(|p| p.embedding.clone())
            .collect();
        Template::average(&frames).unwrap()
    };
    let persons: Vec<&String> = yale
        .keys()
        .filter(|(_, kind)| kind == "normal")
        .map(|(person, _)| person)
        .collect();
    // What no probe below contains.
    let stored = ["sad", "wink", "leftlight", "rightlight"];
    let mean = |probe: &[&str]| {
        let cosines: Vec<f64> = persons
            .iter()
            .map(|p| template(p, &stored).cosine(&template(p, probe)).unwrap())
            .collect();
        let least = cosines.iter().copied().fold(1.0, f64::min);
        let mean = cosines.iter().sum::<f64>() / cosines.len() as f64;
        println!("{}: mean {mean:.3}, least {least:.3}", probe.join(" and "));
        mean
    };
    let alone = mean(&["normal"]);
    for movement in ["happy", "surprised", "sleepy"] {
        assert!(mean(&["normal", movement]) > alone - 0.02, "{movement}");
    }
    mean(&["normal", "happy", "surprised", "sleepy"]);
}

/// Nose offsets that stand for a head turned clearly, and for one that is not.
const TURNED: f64 = 0.24;
const STRAIGHT: f64 = 0.08;

#[test]
#[ignore = "reads 3 800 photographs: some minutes"]
fn turns_of_lfw() {
    let (Some(pack), Some(folder)) = (pack(), faces("lfw")) else {
        return;
    };
    let mut reader = Reader::new(&pack);
    let mut turned = [Rate::default(); 2];
    let mut straight = Rate::default();
    let mut wrong_side = Rate::default();
    for person in std::fs::read_dir(folder).unwrap() {
        let photos = std::fs::read_dir(person.unwrap().path()).unwrap();
        let pictures: Vec<Picture> = photos
            .filter_map(|photo| reader.read(&Frame::open(&photo.unwrap().path()).ok()?))
            .collect();
        let Some(front) = pictures.iter().find(|p| p.nose.abs() < STRAIGHT / 2.0) else {
            continue;
        };
        let Some(rest) = Baseline::of(&[front.measures]) else {
            continue;
        };
        for picture in pictures.iter().filter(|p| !std::ptr::eq(*p, front)) {
            let offset = picture.nose - front.nose;
            let [left, right] = [Action::TurnLeft, Action::TurnRight]
                .map(|a| rest.shows(&picture.measures, a, Degree::Enough));
            if offset.abs() < STRAIGHT {
                straight.add(left || right);
            } else if offset.abs() > TURNED {
                // The nose goes to the picture's left when the head turns to the
                // person's right.
                let (meant, other) = if offset < 0.0 {
                    (right, left)
                } else {
                    (left, right)
                };
                turned[usize::from(offset < 0.0)].add(meant);
                wrong_side.add(other);
            }
        }
    }
    let [left, right] = turned;
    println!("turned left seen: {left}; turned right seen: {right}");
    println!("to the wrong side: {wrong_side}; straight, taken for turned: {straight}");
    assert!(left.bounds()[0] > 0.9 && right.bounds()[0] > 0.9);
    assert!(wrong_side.hits == 0 && straight.bounds()[1] < 0.02);
}

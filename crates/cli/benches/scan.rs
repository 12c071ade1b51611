//! What the owner waits for once the last frame is there: sketch, Argon2id and
//! the two-party signature, with a real keeper process and the models.
//!
//! Frames come at a camera's pace and cost nothing when they come: a replayed
//! photograph is turned into frames before the clock starts. The processor time
//! of both processes in that stretch is printed apart.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark"
)]

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use mien_camera::{CameraError, FrameSource, Liveness, Replay};
use mien_face::Pack;
use mien_identity::{Cameras, Cancel, Desk, IdentityError, Pin, Step, Watch};
use mien_keeper::KeeperCommand;
use mien_keeper::protocol::KeyPath;
use rand::rngs::ThreadRng;

/// Frames of a scan.
const FRAMES: usize = 6;
/// 30 frames a second.
const PACE: Duration = Duration::from_millis(33);
/// Linux's clock ticks a second in /proc/PID/stat.
const TICKS: f64 = 100.0;

/// When the last frame was handed out, and what had been computed until then.
type Mark = Arc<Mutex<Option<(Instant, f64)>>>;

/// Frames made beforehand, at a camera's pace.
struct Paced {
    frames: VecDeque<mien_frame::Frame>,
    mark: Mark,
}

impl FrameSource for Paced {
    fn next_frame(&mut self) -> Result<mien_frame::Frame, CameraError> {
        thread::sleep(PACE);
        let frame = self.frames.pop_front().ok_or(CameraError::Ended)?;
        *self.mark.lock().unwrap() = Some((Instant::now(), processor_seconds()));
        Ok(frame)
    }

    fn description(&self) -> String {
        "paced".to_owned()
    }

    // Made of photographs, whatever the pace.
    fn liveness(&self) -> Liveness {
        Liveness::Photographs
    }
}

/// Seconds of processor time of this process and its child, user and system.
fn processor_seconds() -> f64 {
    let own = std::process::id();
    let children = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children"));
    let children = children.unwrap_or_default();
    let all = children
        .split_whitespace()
        .map(str::to_owned)
        .chain([own.to_string()]);
    all.map(|pid| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // Fields 14 and 15, counted after the name in brackets.
        let rest = stat.rsplit(')').next().unwrap_or_default();
        let ticks = rest.split_whitespace().skip(11).take(2);
        ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / TICKS
    })
    .sum()
}

struct Quiet;

impl Watch for Quiet {
    fn step(&self, _: Step) {}
    fn cancelled(&self) -> Cancel {
        Cancel::No
    }
}

/// The demonstration photographs, in turn.
struct Photos(PathBuf);

impl Cameras for Photos {
    fn open(&mut self, number: usize) -> Result<Box<dyn FrameSource>, IdentityError> {
        let name = ["obama.jpg", "obama2.jpg", "obama3.jpg"][number.min(3) - 1];
        Ok(Box::new(replay(&self.0.join(name))))
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark's own randomness")]
fn rng() -> ThreadRng {
    rand::rng()
}

fn replay(path: &Path) -> Replay<ThreadRng> {
    Replay::open(path, FRAMES * 3, rng()).unwrap()
}

fn last_frame_to_signature(c: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let demo = std::env::var_os("MIEN_DEMO").map_or_else(|| root.join("out/demo"), PathBuf::from);
    let models = std::env::var_os("MIEN_MODELS").map_or_else(|| root.join("models"), PathBuf::from);
    if !demo.join("obama.jpg").is_file() {
        println!("skipped: last frame to signature (run `make setup` first)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let keeper = KeeperCommand::new(Path::new(env!("CARGO_BIN_EXE_mien")), &["keeper"]);
    let pack = Pack::load(&models).unwrap();
    let desk = Desk {
        keeper: &keeper,
        folder: folder.path(),
        pack: pack.clone(),
        watch: &Quiet,
        rng,
    };
    let pin = Pin::new("a benchmark's PIN").unwrap();
    desk.enrol(&mut Photos(demo.clone()), Some(&pin), 3)
        .unwrap();

    let mut spent = Vec::new();
    let mut group = c.benchmark_group("scan");
    group.sample_size(10);
    group.measurement_time(Duration::from_secs(20));
    group.bench_function("last frame to signature", |b| {
        b.iter_custom(|iterations| {
            let mut waited = Duration::ZERO;
            for _ in 0..iterations {
                let (wall, processor) = scan(&desk, &pin, &demo);
                waited += wall;
                spent.push(processor);
            }
            waited
        });
    });
    group.finish();
    let mean = spent.iter().sum::<f64>() / f64::from(u32::try_from(spent.len()).unwrap());
    println!(
        "scan/last frame to signature: {mean:.2} s of processor time, both processes, mean of {}",
        spent.len()
    );
}

/// One scan; a miss is made again, as a person would.
fn scan(desk: &Desk<'_, ThreadRng>, pin: &Pin, demo: &Path) -> (Duration, f64) {
    loop {
        let mut camera = replay(&demo.join("obama3.jpg"));
        let mark = Mark::default();
        let mut source = Paced {
            frames: (0..FRAMES * 2)
                .map(|_| camera.next_frame().unwrap())
                .collect(),
            mark: Arc::clone(&mark),
        };
        let order = |_: &_| mien_intent::Request::Message {
            bytes: b"benchmark".to_vec(),
            chain_id: 31337,
        };
        let matched = desk.scan(&mut source, Some(pin), &order, KeyPath::Account(0));
        let now = (Instant::now(), processor_seconds());
        let seen = mark.lock().unwrap().take();
        if let (Ok(_kept_alive), Some((since, processor))) = (&matched, seen) {
            return (now.0 - since, now.1 - processor);
        }
    }
}

criterion_group!(benches, last_frame_to_signature);
criterion_main!(benches);

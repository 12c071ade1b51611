//! The work on one photograph, and its distribution over the cores.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use mien_camera::{FrameSource, Replay};
use mien_face::{Analysis, Analyzer, Embedder, Features, Pack, Profile};
use mien_frame::Frame;
use sha2::{Digest, Sha256};

use crate::EvalError;
use crate::cache::{Cache, Found, Record};
use crate::seed::Seed;
use crate::taken::Taken;

/// Works the jobs off on all cores; results in the order of the jobs.
///
/// Plain threads, not rayon: the networks run in pools of their own, and a
/// rayon worker that waits for another pool takes further jobs onto its stack.
/// One network thread each, because photographs are independent.
pub(crate) fn in_parallel<J: Sync, T: Send>(
    jobs: &[J],
    pack: &Pack,
    work: impl Fn(&mut Worker, &J) -> Result<T, EvalError> + Sync,
) -> Result<Vec<T>, EvalError> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut worker = Worker::new(&pack.clone().with_threads(NonZeroUsize::MIN));
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(i) else {
                return Ok(done);
            };
            match work(&mut worker, job) {
                Ok(value) => done.push((i, value)),
                Err(e) => {
                    // The other threads stop at their next job.
                    next.store(jobs.len(), Ordering::Relaxed);
                    return Err(e);
                }
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut all = Vec::with_capacity(jobs.len());
    thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        for handle in handles {
            match handle.join() {
                Ok(result) => all.extend(result?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok::<(), EvalError>(())
    })?;
    all.sort_by_key(|(i, _)| *i);
    Ok(all.into_iter().map(|(_, value)| value).collect())
}

/// Analysis and embedding on one thread.
pub(crate) struct Worker {
    analyzer: Analyzer,
    embedder: Embedder,
}

impl Worker {
    fn new(pack: &Pack) -> Self {
        Self {
            analyzer: Analyzer::with_profile(pack, Profile::Archive),
            embedder: Embedder::new(pack),
        }
    }

    /// What a photograph gives, from the cache where it is known.
    pub(crate) fn record(&mut self, path: &Path, cache: &Cache) -> Result<Record, EvalError> {
        let bytes = fs::read(path).map_err(|source| EvalError::Read {
            path: path.into(),
            source,
        })?;
        let key = hex::encode(Sha256::digest(&bytes));
        if let Some(record) = cache.get(&key) {
            return Ok(record);
        }
        let record = match Frame::decode(&bytes) {
            Ok(frame) => self.measure(key, &frame)?,
            Err(_) => unusable(key, "not-a-picture"),
        };
        cache.append(&record)?;
        Ok(record)
    }

    /// What a session in front of a photograph gives: `frames` replayed frames,
    /// those used that the archive profile accepts.
    pub(crate) fn session(
        &mut self,
        path: &Path,
        frames: usize,
        cache: &Cache,
        seed: Seed,
    ) -> Result<Record, EvalError> {
        let photograph = self.record(path, cache)?;
        let key = format!("{}:session:{frames}:{}", photograph.key, seed.0);
        if let Some(record) = cache.get(&key) {
            return Ok(record);
        }
        let mut source = Replay::open(path, frames, seed.stream(&key, &[]))?;
        let mut raw = Vec::new();
        for _ in 0..frames {
            let frame = source.next_frame()?;
            let analysis = self.analyzer.analyze(&frame)?;
            if let (true, Some(face)) = (analysis.verdict.is_good(), &analysis.face) {
                raw.push(self.embedder.raw(&frame, face)?.to_vec());
            }
        }
        let record = if raw.is_empty() {
            unusable(key, "no-good-frame")
        } else {
            Record::new(key, Found::Session, &raw)
        };
        cache.append(&record)?;
        Ok(record)
    }

    /// What is found in a picture, with what an occlusion head weighs.
    pub(crate) fn look(
        &mut self,
        frame: &Frame,
    ) -> Result<(Analysis, Option<Features>), EvalError> {
        Ok(self.analyzer.analyze_with_features(frame)?)
    }

    fn measure(&mut self, key: String, frame: &Frame) -> Result<Record, EvalError> {
        let analysis = self.analyzer.analyze(frame)?;
        let Some(face) = &analysis.face else {
            return Ok(unusable(key, "no-face"));
        };
        let raw = self.embedder.raw(frame, face)?;
        let taken = Box::new(Taken::from(&analysis.measures));
        Ok(Record::new(key, Found::Face(taken), &[raw.to_vec()]))
    }
}

/// The record of a file that gives nothing.
pub(crate) fn unusable(key: String, reason: &str) -> Record {
    Record::new(key, Found::Nothing(reason.to_owned()), &[])
}

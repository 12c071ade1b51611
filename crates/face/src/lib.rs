//! From frames to a face template: a pack of networks finds one face in a
//! frame, judges the frame, aligns the face and measures it; the directions of
//! several frames averaged are the template.
//!
//! It is not a matcher and keeps nothing: no threshold decides here who
//! somebody is, nothing is stored or sent, and no camera is opened. A template
//! says nothing about whether the face is alive; [`Monitor`] asks it to move.
//! `mien-identity` calls it to enrol and to open a sketch, `mien-eval` to
//! measure it.
//!
//! ```text
//! Pack ──► Analyzer: Frame → Analysis (verdict, measures, face)
//!     └──► Embedder: Frame + Face → Embedding ─► TemplateBuilder → Template
//! Challenge ──► Monitor: Frame + Analysis (+ Embedding) → Stage, or LivenessFailure
//! ```
//!
//! Coordinates are those of `mien_frame`: continuous frame pixels, x to the
//! right, y downwards. *Left* and *right* of a face are the person's own.

mod align;
mod analyzer;
mod anchors;
mod depthwise;
mod detect;
mod embed;
mod error;
mod face;
mod geometry;
mod iris;
mod landmarks;
mod liveness;
mod network;
mod onnx;
mod pack;
mod points;
mod quality;
mod stages;
mod template;
mod tfjs;

pub use analyzer::{Analysis, Analyzer};
pub use detect::Detection;
pub use embed::Embedder;
pub use error::FaceError;
pub use face::{Face, Pose};
pub use liveness::{
    ACTION_TIME, Action, Baseline, Challenge, Degree, LivenessFailure, Monitor, RETURN_TIME, Stage,
};
pub use pack::{
    Calibration, DEFAULT_PACK, Features, Hidden, Installed, ModelOrigin, Occlusion, PIPELINE, Pack,
    PackId, SketchChoice,
};
pub use quality::{Limits, Measures, Profile, Reason, Verdict};
pub use template::{Embedding, Template, TemplateBuilder};
pub use tfjs::Problem;
